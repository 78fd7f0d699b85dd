package dev.millrace.cli.cluster;

import dev.millrace.cli.console.CommandFailure;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed schedule of sending: event n is due n / rate seconds after the start, however long earlier ones took, so that
 * a slow moment is caught up with and not hidden (no coordinated omission).
 */
public final class Pace {

    /** Rate that stands for "as fast as possible". */
    public static final double MAX = Double.POSITIVE_INFINITY;

    private final double perSecond;
    private final long startNanos = System.nanoTime();
    private long sent;

    /** A schedule that starts now; {@link #MAX} never waits. */
    public Pace(double perSecond) {
        this.perSecond = perSecond;
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
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}
