package dev.millrace.benchmarks.scale;

import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.rig.AppProcess;
import dev.millrace.benchmarks.rig.Backlog;
import dev.millrace.benchmarks.rig.Rig;
import dev.millrace.benchmarks.rig.ScoringProcess;
import dev.millrace.benchmarks.rig.Storefront;
import dev.millrace.benchmarks.rig.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Starts some instances, warms them up, and has them work off a backlog. */
final class ScaleRound {

    private static final Duration STARTING = Duration.ofSeconds(120);
    private static final long QUIET_NANOS = 5_000_000_000L;

    /** So often at most until every instance has had work: partitions come when the group has shared them out. */
    private static final int WARM_UPS = 10;

    private final Context context;
    private final Storefront shop;
    private final Map<String, String> settings;
    private final int round;
    private final int count;

    ScaleRound(Context context, Storefront shop, Map<String, String> settings, int round, int count) {
        this.context = context;
        this.shop = shop;
        this.settings = new HashMap<>(settings);
        this.round = round;
        this.count = count;
        // An instance that lags behind in its state would get work only when the group looks again, ten minutes later.
        this.settings.put("kafka.acceptable.recovery.lag", String.valueOf(Long.MAX_VALUE));
    }

    ScaleResult run() {
        List<AppProcess> instances = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                int core = i % Runtime.getRuntime().availableProcessors();
                String name = "scale-" + round + "-" + count + "-" + i;
                instances.add(ScoringProcess.start(shop.rig(), name, context.number("heap"), core, settings));
            }
            instances.forEach(instance -> instance.awaitReady(STARTING));
            warmUp(instances);
            return measure(instances);
        } finally {
            instances.forEach(AppProcess::close);
        }
    }

    private void warmUp(List<AppProcess> instances) {
        for (int i = 0; i < WARM_UPS; i++) {
            List<Double> before = instances.stream().map(ScoringProcess::lists).toList();
            drain(instances, context.number("warm-up"));
            boolean all = true;
            for (int k = 0; k < count; k++) {
                all &= ScoringProcess.lists(instances.get(k)) > before.get(k);
            }
            if (all) {
                return;
            }
        }
        throw new IllegalStateException("an instance has no work after " + WARM_UPS + " backlogs");
    }

    private ScaleResult measure(List<AppProcess> instances) {
        int events = context.number("events");
        double before = instances.stream().mapToDouble(ScoringProcess::lists).sum();
        Trace trace = drain(instances, events);
        double lists = instances.stream().mapToDouble(ScoringProcess::lists).sum() - before;
        double micros = 0;
        for (int i = 0; i < count; i++) {
            micros += trace.rate(trace.growth(), name(i)).ownMicros();
        }
        Trace.Rate rate = trace.rate(trace.growth(), "");
        return new ScaleResult(rate.perSecond(), lists / events, micros, 1e6 / rate.perCpuSecond());
    }

    private Trace drain(List<AppProcess> instances, int events) {
        Rig rig = shop.rig();
        shop.sendValid(shop.nextValid(events));
        // As it is when all is sent: what was done meanwhile, beside the sender on the same cores, does not count.
        Backlog backlog = new Backlog(
                rig.cluster(),
                ScoringProcess.group(rig.topics()),
                rig.topics().interactionsValid().name());
        return Trace.follow(
                backlog.progress(),
                backlog.offsets(),
                QUIET_NANOS,
                () -> cpu(instances),
                () -> instances.forEach(AppProcess::check));
    }

    private static Map<String, Double> cpu(List<AppProcess> instances) {
        Map<String, Double> seconds = new TreeMap<>();
        for (int i = 0; i < instances.size(); i++) {
            seconds.put(name(i), instances.get(i).cpuSeconds());
        }
        return seconds;
    }

    private static String name(int instance) {
        return "instance " + instance;
    }
}
