package dev.millrace.benchmarks.rig;

import dev.millrace.avro.Interaction;
import dev.millrace.cli.cluster.Records;
import dev.millrace.cli.input.CatalogItem;
import dev.millrace.cli.simulate.Simulation;
import dev.millrace.cli.simulate.SimulationSettings;
import dev.millrace.cli.simulate.Visit;
import dev.millrace.model.replay.InteractionLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;

/**
 * A simulated shop as a source of events: who comes and what they take depends on the seed alone.
 *
 * <p>Many visits are open at a time and take turns, as in a real shop: visit after visit, all events of a user would
 * arrive within a millisecond and be answered with one list. Not thread-safe.
 */
public final class Shop {

    /** Events after the history that can be asked for. */
    private static final int LIVE = 20_000_000;

    private static final int MOST_OPEN_VISITS = 1_000;

    /** Event time between two live events: so many come where a thousand arrive in a second. */
    private static final long GAP_MS = 1;

    private final Simulation simulation;
    private final InteractionLog history;
    private final Queue<Iterator<Interaction>> open = new ArrayDeque<>();
    private final Set<String> present = new HashSet<>();
    private final int openVisits;
    private int events;
    private long nowMs;

    public Shop(long seed, int users, int items, int historyEvents) {
        this.simulation = new Simulation(new SimulationSettings(seed, users, items, historyEvents, LIVE));
        this.history = simulation.history();
        this.openVisits = Math.max(1, Math.min(MOST_OPEN_VISITS, users / 10));
        this.nowMs = history.timestampMs(history.size() - 1);
    }

    public List<CatalogItem> items() {
        return simulation.catalogue().items();
    }

    /** What happened before: to train on. */
    public InteractionLog history() {
        return history;
    }

    /**
     * The end of the history as events, oldest first. To be called once.
     *
     * @param n how many at most
     */
    public Events past(int n, Function<Interaction, byte[]> values) {
        Events.Builder batch = new Events.Builder(Math.min(n, history.size()), events);
        for (int i = Math.max(0, history.size() - n); i < history.size(); i++) {
            Interaction event = Records.interaction(history, i, Events.id(events++));
            batch.add(event.getUserId().getBytes(StandardCharsets.UTF_8), values.apply(event));
        }
        return batch.build();
    }

    /**
     * The next events, one after another in event time as the clock of a shop would have them: the simulation's own
     * times would have days pass within a minute.
     *
     * @param values turns an event into the bytes of its record
     */
    public Events next(int n, Function<Interaction, byte[]> values) {
        Events.Builder batch = new Events.Builder(n, events);
        for (int i = 0; i < n; i++) {
            Interaction event = nextEvent();
            event.setEventId(Events.id(events++));
            nowMs += GAP_MS;
            event.setTimestampMs(nowMs);
            batch.add(event.getUserId().getBytes(StandardCharsets.UTF_8), values.apply(event));
        }
        return batch.build();
    }

    private Interaction nextEvent() {
        while (open.size() < openVisits) {
            Visit visit = simulation.nextLive().orElseThrow();
            // A user with an open visit does not come a second time meanwhile.
            if (present.add(visit.userId())) {
                open.add(eventsOf(visit));
            }
        }
        Iterator<Interaction> visit = open.remove();
        Interaction event = visit.next();
        if (visit.hasNext()) {
            open.add(visit);
        } else {
            present.remove(event.getUserId());
        }
        return event;
    }

    private Iterator<Interaction> eventsOf(Visit visit) {
        return simulation.play(visit, List.of()).acts().stream()
                .map(act -> Interaction.newBuilder()
                        .setUserId(visit.userId())
                        .setItemId(act.itemId())
                        .setEventType(act.eventType())
                        .setTimestampMs(act.timestampMs())
                        .setSessionId(visit.sessionId())
                        .build())
                .iterator();
    }
}
