package dev.millrace.cli.simulate;

import dev.millrace.cli.simulate.Visit.Act;
import dev.millrace.cli.simulate.Visit.Outcome;
import dev.millrace.model.replay.InteractionLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A shop with shoppers, run visit by visit. Who comes, when, and how many events a visit has depends on the seed alone;
 * which items a live visit takes depends also on the list that the shopper is shown. So a run that is interrupted and
 * taken up again has the same events per user as one that is not.
 *
 * <p>Not thread-safe.
 */
public final class Simulation {

    /** A fixed past, so that the same seed gives the same times on every day. */
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    private static final Duration HISTORY = Duration.ofDays(40);

    /** Twelve events half a minute apart, and room for the slow ones. */
    private static final Duration LONGEST_VISIT = Duration.ofMinutes(15);

    private static final double MEAN_EVENTS_PER_VISIT = 3.3;
    private static final int MOST_EVENTS_PER_VISIT = 12;

    private final SimulationSettings settings;
    private final Catalogue catalogue;
    private final Shoppers shoppers;
    private final Behaviour behaviour;
    private int visits;
    private int events;

    public Simulation(SimulationSettings settings) {
        this.settings = settings;
        this.catalogue =
                new Catalogue(settings, START.toEpochMilli(), timeOf(settings.historyEvents() + settings.liveEvents()));
        this.shoppers = new Shoppers(settings, catalogue);
        this.behaviour = new Behaviour(catalogue, shoppers);
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    /** Plays the history, in which nobody is shown anything. To be called once, first. */
    public InteractionLog history() {
        InteractionLog.Builder log = InteractionLog.builder();
        for (Optional<Visit> visit = next(settings.historyEvents()); visit.isPresent(); ) {
            for (Act act : play(visit.get(), List.of()).acts()) {
                log.add(visit.get().userId(), act.itemId(), act.eventType(), Float.NaN, act.timestampMs());
            }
            visit = next(settings.historyEvents());
        }
        return log.build();
    }

    /** The next visit of the live part; empty when it is over. */
    public Optional<Visit> nextLive() {
        return next(settings.historyEvents() + settings.liveEvents());
    }

    /** The next visit, without an end: shoppers go on after the live part. */
    public Visit nextEver() {
        return next(Integer.MAX_VALUE).orElseThrow();
    }

    /** A time by which the last visit of the live part is over, epoch milliseconds. */
    public long endMs() {
        return timeOf(settings.historyEvents() + settings.liveEvents()) + LONGEST_VISIT.toMillis();
    }

    /** Lets a visit happen: a shopper looks at the list, best item first, and acts. */
    public Outcome play(Visit visit, List<String> shown) {
        return behaviour.act(visit, shown, randomOf(visit.number()).split());
    }

    /** How much a shopper would like an item at this moment: the truth behind the events. */
    public double utility(Visit visit, String itemId) {
        return shoppers.utility(visit.shopper(), catalogue.indexOf(itemId));
    }

    private Optional<Visit> next(int untilEvents) {
        if (events >= untilEvents) {
            return Optional.empty();
        }
        SplittableRandom random = randomOf(visits);
        int shopper = shoppers.draw(random);
        shoppers.drift(shopper, random);
        int wanted = (int) Math.ceil(-MEAN_EVENTS_PER_VISIT * Math.log(random.nextDouble(1e-9, 1)));
        int count = Math.max(1, Math.min(Math.min(wanted, MOST_EVENTS_PER_VISIT), untilEvents - events));
        Visit visit = new Visit(visits, events, shopper, timeOf(events), count);
        visits++;
        events += count;
        return Optional.of(visit);
    }

    private SplittableRandom randomOf(int visit) {
        return new SplittableRandom(settings.seed() * 1_000_003 + visit);
    }

    /** Simulated time when so many events have happened: the live part goes on at the pace of the history. */
    private long timeOf(int eventNumber) {
        return START.toEpochMilli() + HISTORY.toMillis() * eventNumber / settings.historyEvents();
    }
}
