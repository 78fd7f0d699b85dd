package dev.millrace.cli.cluster;

import dev.millrace.cli.console.CommandFailure;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A fixed schedule of sending: event n is due n / rate seconds after the start, however long earlier ones took, so that
 * a slow moment is caught up with and not hidden (no coordinated omission).
 */
public final class Pace {

    /** Rate that stands for "as fast as possible". */
    public static final double MAX = Double.POSITIVE_INFINITY;

    /** How soon a schedule that is broken off is noticed to be. */
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final double perSecond;
    private final BooleanSupplier more;
    private final long startNanos = System.nanoTime();
    private long sent;

    /** A schedule that starts now; {@link #MAX} never waits. */
    public Pace(double perSecond) {
        this(perSecond, () -> true);
    }

    /**
     * A schedule that starts now and can be broken off.
     *
     * @param more false: everything is due from now on
     */
    public Pace(double perSecond, BooleanSupplier more) {
        this.perSecond = perSecond;
        this.more = more;
    }

    /** Reads a rate as users give it: a positive number per second, or {@code max}. */
    public static double parse(String text) {
        if (text.toLowerCase(Locale.ROOT).equals("max")) {
            return MAX;
        }
        try {
            double rate = Double.parseDouble(text);
            if (rate > 0) {
                return rate;
            }
        } catch (NumberFormatException e) {
            throw CommandFailure.badInput("--rate must be a number of events per second or max, was '" + text + "'", e);
        }
        throw CommandFailure.badInput(
                "--rate must be a positive number of events per second or max, was '" + text + "'");
    }

    /** Waits until the next event is due. */
    public void next() {
        if (perSecond == MAX) {
            return;
        }
        long due = startNanos + (long) (sent++ * (double) TimeUnit.SECONDS.toNanos(1) / perSecond);
        for (long wait = due - System.nanoTime(); wait > 0 && more.getAsBoolean(); wait = due - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(wait, LOOK_EVERY_NANOS));
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}
