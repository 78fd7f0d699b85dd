package dev.millrace.benchmarks.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How something that only grows has grown, with the CPU time it took. Rates are taken between two moments at which it
 * was seen to grow, without the first tenth (starting, first fetches) and without the end (a last, incomplete commit).
 */
public final class Trace {

    private static final long LOOK_EVERY_NANOS = 20_000_000;
    /** How long the first growth is waited for. */
    private static final long START_NANOS = 60_000_000_000L;

    private static final double FROM = 0.1;
    private static final double UNTIL = 0.97;

    private final List<Point> points = new ArrayList<>();

    /** One moment of growth. */
    private record Point(long nanos, long value, double cpuSeconds, Map<String, Double> byOwner) {}

    /**
     * A rate.
     *
     * @param perSecond of wall time
     * @param perCpuSecond of the whole process, broker included
     * @param ownMicros CPU microseconds of the owner's own threads for one
     */
    public record Rate(double perSecond, double perCpuSecond, double ownMicros) {}

    private Trace() {}

    /**
     * Follows a number until it has grown by {@code growth}, or has stopped growing.
     *
     * @param owners whose threads' CPU time is wanted
     * @param quietNanos how long without growth means that it has stopped
     * @param check called at every look
     */
    public static Trace follow(LongSupplier value, long growth, long quietNanos, List<String> owners, Runnable check) {
        return follow(value, growth, quietNanos, () -> ThreadCpu.now(owners), check);
    }

    /** @param owners CPU-seconds so far by owner, other processes for example */
    public static Trace follow(
            LongSupplier value, long growth, long quietNanos, Supplier<Map<String, Double>> owners, Runnable check) {
        Trace trace = new Trace();
        CpuTime cpu = CpuTime.start();
        long first = value.getAsLong();
        trace.points.add(new Point(System.nanoTime(), first, 0, owners.get()));
        long last = first;
        long moved = System.nanoTime();
        while (last - first < growth && System.nanoTime() - moved < (last == first ? START_NANOS : quietNanos)) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            check.run();
            long now = value.getAsLong();
            if (now > last) {
                last = now;
                moved = System.nanoTime();
                trace.points.add(new Point(moved, now, cpu.seconds(), owners.get()));
            }
        }
        return trace;
    }

    /** How much it grew in all. */
    public long growth() {
        return points.get(points.size() - 1).value() - points.get(0).value();
    }

    /**
     * The rate of growth.
     *
     * @param units how many units the whole growth stands for: offsets also count transaction markers
     */
    public Rate rate(long units, String owner) {
        Point from = at(FROM);
        Point until = at(UNTIL);
        if (until.nanos() <= from.nanos()) {
            // So little work that it came in one or two commits: then all of it, from before it began.
            from = points.get(0);
            until = points.get(points.size() - 1);
        }
        if (until.nanos() == from.nanos()) {
            throw new IllegalStateException("nothing was processed");
        }
        double done = (until.value() - from.value()) * (double) units / growth();
        double own = until.byOwner().getOrDefault(owner, 0.0) - from.byOwner().getOrDefault(owner, 0.0);
        return new Rate(
                done / ((until.nanos() - from.nanos()) / 1e9),
                done / (until.cpuSeconds() - from.cpuSeconds()),
                own * 1e6 / done);
    }

    /** The last moment at which no more than a share of the growth had happened; for the start, the first after it. */
    private Point at(double share) {
        long wanted = points.get(0).value() + (long) (share * growth());
        if (share == FROM) {
            return points.stream()
                    .filter(point -> point.value() >= wanted)
                    .findFirst()
                    .orElseThrow();
        }
        Point found = points.get(0);
        for (Point point : points) {
            if (point.value() <= wanted) {
                found = point;
            }
        }
        return found;
    }
}
