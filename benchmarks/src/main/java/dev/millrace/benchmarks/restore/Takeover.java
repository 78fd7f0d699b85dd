package dev.millrace.benchmarks.restore;

import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Summary;
import dev.millrace.benchmarks.rig.AppProcess;
import dev.millrace.benchmarks.rig.Events;
import dev.millrace.benchmarks.rig.ScoringProcess;
import dev.millrace.benchmarks.rig.Storefront;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Two instances, one the other's standby; the one that has the users is killed under load. */
final class Takeover {

    /** The instance whose state directory the starts have left. */
    static final String FIRST = "first";

    private static final Duration STARTING = Duration.ofMinutes(10);
    private static final long LONGEST_NANOS = 180_000_000_000L;
    private static final long BEFORE_NANOS = 3_000_000_000L;
    private static final long LOOK_EVERY_NANOS = 500_000_000;

    private final Context context;
    private final Storefront shop;
    private final String of;
    private final Map<String, String> settings;

    Takeover(Context context, Storefront shop, String of, Map<String, String> settings) {
        this.context = context;
        this.shop = shop;
        this.of = of;
        this.settings = new HashMap<>(settings);
        this.settings.put("num.standby.replicas", "1");
    }

    void run() {
        try (AppProcess first = RestoreBenchmark.start(context, shop, FIRST, settings)) {
            first.awaitReady(STARTING);
            try (AppProcess second = RestoreBenchmark.start(context, shop, "second", settings)) {
                second.awaitReady(STARTING);
                awaitCopy(second);
                kill(first, second);
            }
        }
    }

    /** Until the second has read as many states as there are users. */
    private void awaitCopy(AppProcess second) {
        long began = System.nanoTime();
        long deadline = began + STARTING.toNanos();
        int users = context.number("stored-users");
        while (second.restored() < users) {
            second.check();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the standby has not caught up within " + STARTING);
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        context.add(of, "standby", "s until it had its copy", Summary.exactly(seconds));
    }

    private void kill(AppProcess first, AppProcess second) {
        int rate = context.number("rate");
        Events events = shop.nextValid((int) (rate * (LONGEST_NANOS / 1_000_000_000L)));
        AtomicBoolean over = new AtomicBoolean();
        Thread load = new Thread(() -> shop.sendValid(events, rate, () -> !over.get()), "load");
        try (ListGaps lists = new ListGaps(
                shop.rig().bootstrapServers(), shop.rig().topics().candidates().name())) {
            load.start();
            long began = System.nanoTime();
            while (!lists.allSince(began) || System.nanoTime() - began < BEFORE_NANOS) {
                lists.look();
                first.check();
                within(began);
            }
            lists.reset();
            double byFirst = ScoringProcess.lists(first);
            double bySecond = ScoringProcess.lists(second);
            context.state(
                    "before the kill", (long) byFirst + " lists by the first, " + (long) bySecond + " by the second");
            // With few users the second has caught up before it is asked, and gets partitions of its own.
            AppProcess victim = byFirst >= bySecond ? first : second;
            AppProcess heir = byFirst >= bySecond ? second : first;
            long killed = System.nanoTime();
            victim.kill();
            // Lists that were committed before the kill are read within a moment after it.
            long settled = killed + LOOK_EVERY_NANOS;
            while (!lists.allSince(settled)) {
                lists.look();
                heir.check();
                within(killed);
            }
            context.add(
                    of,
                    "standby",
                    "s from the kill until lists of all partitions",
                    Summary.exactly((System.nanoTime() - killed) / 1e9));
            context.add(of, "standby", "s without lists in a partition", Summary.exactly(lists.longestSeconds()));
        } finally {
            over.set(true);
            join(load);
        }
    }

    private static void within(long began) {
        if (System.nanoTime() - began > LONGEST_NANOS) {
            throw new IllegalStateException(
                    "no lists of some partition within " + LONGEST_NANOS / 1_000_000_000L + " s");
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
