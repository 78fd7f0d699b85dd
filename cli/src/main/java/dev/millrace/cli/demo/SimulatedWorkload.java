package dev.millrace.cli.demo;

import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.cli.cluster.Records;
import dev.millrace.cli.input.CatalogItem;
import dev.millrace.cli.input.EventIds;
import dev.millrace.cli.input.EventIds.RepeatedRows;
import dev.millrace.cli.simulate.Simulation;
import dev.millrace.cli.simulate.SimulationSettings;
import dev.millrace.cli.simulate.Visit;
import dev.millrace.model.replay.InteractionLog;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/** Simulated shoppers: they look at their published lists, click on what they like, and say what they were shown. */
final class SimulatedWorkload implements Workload {

    /** Positions of a list that fit on the first screen. */
    private static final int SHOWN = 10;

    private final SimulationSettings settings;
    private final Simulation simulation;
    private final InteractionLog history;

    SimulatedWorkload(SimulationSettings settings) {
        this.settings = settings;
        this.simulation = new Simulation(settings);
        this.history = simulation.history();
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "simulated shop: %,d users, %,d items, seed %d",
                settings.users(),
                settings.items(),
                settings.seed());
    }

    @Override
    public List<CatalogItem> items() {
        return itemsCreated(Long.MIN_VALUE, history.timestampMs(history.size() - 1));
    }

    @Override
    public int historyEvents() {
        return history.size();
    }

    @Override
    public int liveEvents() {
        return settings.liveEvents();
    }

    @Override
    public long endMs() {
        return simulation.endMs();
    }

    @Override
    public void history(Out out) {
        EventIds ids = new EventIds(history, RepeatedRows.KEEP);
        for (int i = 0; i < history.size(); i++) {
            out.event(Records.interaction(history, i, ids.next(i)));
        }
    }

    @Override
    public void live(Lists lists, Out out) {
        Queue<CatalogItem> arrivals =
                new ArrayDeque<>(itemsCreated(history.timestampMs(history.size() - 1), Long.MAX_VALUE));
        for (Optional<Visit> visit = simulation.nextLive(); visit.isPresent(); visit = simulation.nextLive()) {
            arrive(arrivals, visit.get().startMs(), out);
            play(visit.get(), "live-" + settings.seed(), OptionalLong.empty(), lists, out);
        }
        arrive(arrivals, Long.MAX_VALUE, out);
    }

    private static void arrive(Queue<CatalogItem> arrivals, long nowMs, Out out) {
        for (CatalogItem next = arrivals.peek(); next != null && createdAt(next) <= nowMs; next = arrivals.peek()) {
            out.item(arrivals.remove());
        }
    }

    /**
     * Visits follow each other as in the live part; what happens in them happens now, at whatever pace {@code out} has.
     */
    @Override
    public void goOn(Lists lists, Out out, Clock clock, BooleanSupplier more) {
        String ids = "after-" + clock.millis(); // other ids in every run: each of them has its own events
        while (more.getAsBoolean()) {
            play(simulation.nextEver(), ids, OptionalLong.of(clock.millis()), lists, out);
        }
    }

    /** @param nowMs time of everything in the visit; empty: as simulated */
    private void play(Visit visit, String ids, OptionalLong nowMs, Lists lists, Out out) {
        List<String> all = lists.top(visit.userId());
        List<String> shown = List.copyOf(all.subList(0, Math.min(SHOWN, all.size())));
        if (!shown.isEmpty()) {
            out.impression(Impression.newBuilder()
                    .setEventId("shown-" + ids + "-" + visit.number())
                    .setUserId(visit.userId())
                    .setItemIds(shown)
                    .setTimestampMs(nowMs.orElse(visit.startMs()))
                    .setSurface("home")
                    .build());
        }
        int number = visit.firstEvent();
        for (Visit.Act act : simulation.play(visit, shown).acts()) {
            out.event(Interaction.newBuilder()
                    .setEventId(ids + "-" + number++)
                    .setUserId(visit.userId())
                    .setItemId(act.itemId())
                    .setEventType(act.eventType())
                    .setTimestampMs(nowMs.orElse(act.timestampMs()))
                    .setSessionId(visit.sessionId())
                    .build());
        }
    }

    private List<CatalogItem> itemsCreated(long afterMs, long untilMs) {
        List<CatalogItem> chosen = new ArrayList<>();
        for (CatalogItem item : simulation.catalogue().items()) {
            if (createdAt(item) > afterMs && createdAt(item) <= untilMs) {
                chosen.add(item);
            }
        }
        return chosen;
    }

    private static long createdAt(CatalogItem item) {
        Long created = item.createdAtMs();
        return created == null ? Long.MIN_VALUE : created;
    }
}
