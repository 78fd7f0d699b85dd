package dev.millrace.benchmarks.swap;

import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.rig.Answers.Stretch;
import dev.millrace.benchmarks.rig.RunningApps;
import dev.millrace.benchmarks.rig.Storefront;
import dev.millrace.topologies.scoring.ScoringMetrics;
import dev.millrace.topologies.scoring.models.ModelMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** One change of model under load. */
final class Swap {

    private static final long MIB = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final long LOOK_EVERY_NANOS = 20_000_000;

    private final Context context;
    private final Storefront shop;
    private final RunningApps apps;

    Swap(Context context, Storefront shop, RunningApps apps) {
        this.context = context;
        this.shop = shop;
        this.apps = apps;
    }

    SwapResult run(int number) {
        int rate = context.number("rate");
        Duration length = Duration.ofSeconds(context.number("seconds"));
        Storefront.Stretch before = shop.measure(apps, rate, length, PATIENCE);
        System.gc();
        double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / (double) MIB;
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        Rollout rollout = new Rollout(number);
        Thread watcher = new Thread(rollout::run, "swap");
        Storefront.Stretch during;
        double pauseMs;
        try (LongestPause pause = new LongestPause()) {
            during = shop.measureWhile(
                    apps, rate, new Storefront.Span(length, LONGEST), watcher::start, watcher::isAlive, PATIENCE);
            pauseMs = pause.millis();
        }
        rollout.check();
        double peak = peakMiB();
        context.say(String.format(
                Locale.ROOT,
                "  change %d: p99 %.0f ms before, %.0f during (ingest %.0f, score %.0f, publish %.0f; longest pause %.0f); serves after %.1f s, all users after %.1f s; heap %.0f, peak %.0f MiB",
                number + 1,
                before.answers().millis(Stretch.FROM_APPEND, 99),
                during.answers().millis(Stretch.FROM_APPEND, 99),
                during.answers().millis(Stretch.INGEST, 99),
                during.answers().millis(Stretch.SCORE, 99),
                during.answers().millis(Stretch.PUBLISH, 99),
                pauseMs,
                rollout.serves,
                rollout.swept,
                heap,
                peak));
        return new SwapResult(before.answers(), during.answers(), rollout.serves, rollout.swept, pauseMs, heap, peak);
    }

    private static double peakMiB() {
        long peak = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                peak += pool.getPeakUsage().getUsed();
            }
        }
        return peak / (double) MIB;
    }

    /** Registers the same factors under a new version, and waits until every user has a list of it. */
    private final class Rollout {

        private final int number;
        private volatile double serves = Double.NaN;
        private volatile double swept = Double.NaN;

        Rollout(int number) {
            this.number = number;
        }

        void run() {
            long began = System.nanoTime();
            String version = shop.serveAgain("swap-" + number);
            MeterRegistry meters = apps.app("scoring-app").meters();
            long deadline = began + LONGEST.toNanos();
            while (Double.isNaN(swept) && System.nanoTime() < deadline) {
                boolean inService = meters.find(ModelMetrics.IN_SERVICE)
                        .tag("version", version)
                        .meters()
                        .iterator()
                        .hasNext();
                double seconds = (System.nanoTime() - began) / 1e9;
                if (inService && Double.isNaN(serves)) {
                    serves = seconds;
                }
                Gauge sweeps = meters.find(ScoringMetrics.SWEEPS).gauge();
                // A partition notices the new model at its next housekeeping, a second later at most.
                if (!Double.isNaN(serves) && seconds > serves + 2 && sweeps != null && sweeps.value() == 0) {
                    swept = seconds;
                }
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            }
        }

        void check() {
            if (Double.isNaN(serves) || Double.isNaN(swept)) {
                throw new IllegalStateException("the new model did not reach every user within " + LONGEST);
            }
        }
    }
}
