package dev.millrace.benchmarks.pipeline;

import dev.millrace.benchmarks.rig.Backlog;
import dev.millrace.benchmarks.rig.Events;
import dev.millrace.benchmarks.rig.OpenLoop;
import dev.millrace.benchmarks.rig.Rig;
import dev.millrace.benchmarks.rig.RunningApps;
import dev.millrace.benchmarks.rig.Storefront;
import dev.millrace.benchmarks.rig.Trace;
import dev.millrace.shell.StreamsApp;
import dev.millrace.topologies.publisher.PublisherMetrics;
import dev.millrace.topologies.scoring.ScoringMetrics;
import io.micrometer.core.instrument.Counter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything once: each app on a backlog of its own, what they are compared with, and all of them together. */
final class PipelineRound {

    private static final long QUIET_NANOS = 4_000_000_000L;

    /** The bare topology is given the events so many times: it is done with them in a moment. */
    private static final int BARE_TIMES = 4;

    private final Storefront shop;
    private final Map<String, String> settings;
    private final PipelineSamples samples;
    private final int events;

    /**
     * @param settings of all apps
     * @param events that each subject is given
     */
    PipelineRound(Storefront shop, Map<String, String> settings, PipelineSamples samples, int events) {
        this.shop = shop;
        this.settings = settings;
        this.samples = samples;
        this.events = events;
    }

    void run() {
        Rig rig = shop.rig();
        Events batch = shop.next(events);
        samples.raw(RawLog.run(rig, batch));
        bare(rig, batch);
        shop.send(batch);
        for (Stage stage : Stage.all()) {
            alone(rig, stage);
        }
        together(rig, shop.next(events));
    }

    private void bare(Rig rig, Events batch) {
        try (OpenLoop load = new OpenLoop(rig.bootstrapServers(), BareTopology.INPUT)) {
            for (int i = 0; i < BARE_TIMES; i++) {
                load.send(batch, Double.POSITIVE_INFINITY, () -> {});
            }
        }
        Map<String, String> own = new HashMap<>(settings);
        own.put("application.id", BareTopology.GROUP);
        samples.bare(
                drain(rig, new Stage(BareTopology.definition(), topics -> BareTopology.INPUT), BareTopology.GROUP, own)
                        .rate((long) BARE_TIMES * events, BareTopology.GROUP));
    }

    private void alone(Rig rig, Stage stage) {
        String group = stage.group(rig.topics());
        samples.alone(stage.name(), drain(rig, stage, group, settings).rate(events, group));
    }

    private Trace drain(Rig rig, Stage stage, String group, Map<String, String> own) {
        Backlog backlog = new Backlog(rig.cluster(), group, stage.input().apply(rig.topics()));
        try (RunningApps apps = RunningApps.start(rig, List.of(stage.app()), own)) {
            double before = count(apps, stage.name(), ScoringMetrics.SCORINGS);
            Trace trace = Trace.follow(backlog.progress(), backlog.offsets(), QUIET_NANOS, List.of(group), apps::check);
            double lists = count(apps, stage.name(), ScoringMetrics.SCORINGS) - before;
            if (lists > 0) {
                samples.listsPerEvent(lists / events);
            }
            return trace;
        }
    }

    private void together(Rig rig, Events batch) {
        try (RunningApps apps = RunningApps.start(rig, RunningApps.ALL, settings)) {
            List<String> owners =
                    RunningApps.ALL.stream().map(app -> app.name()).toList();
            Map<String, Long> bytesBefore = rig.logBytes();
            Thread sender = new Thread(() -> shop.send(batch), "load");
            sender.start();
            Trace trace = Trace.follow(
                    () -> (long) count(apps, "publisher-app", PublisherMetrics.PUBLISHED),
                    Long.MAX_VALUE,
                    QUIET_NANOS,
                    owners,
                    apps::check);
            long lists = trace.growth();
            samples.together(trace, lists, events, owners);
            rig.logBytes()
                    .forEach((topic, bytes) ->
                            samples.bytes(topic, (bytes - bytesBefore.getOrDefault(topic, 0L)) / (double) events));
        }
    }

    /** Sum over all tags; 0 for an app without such a meter. */
    private static double count(RunningApps apps, String app, String meter) {
        StreamsApp running = apps.app(app);
        return running.meters().find(meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
