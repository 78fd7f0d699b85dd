package dev.millrace.benchmarks.rig;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How long events waited for their lists, and where.
 *
 * <p>An event counts as answered when the list made of it can be read. A list that is the same as the one before is not
 * published, so that nothing is to be seen of it: such events are counted and not timed. An event that got no
 * candidates until the measurement was given up counts with the time that it has waited already.
 */
public final class Answers {

    private static final long LONGEST_MICROS = 600_000_000;
    private static final int DIGITS = 3;

    private final Map<Stretch, Histogram> times = new EnumMap<>(Stretch.class);
    private long unanswered;
    private long unchanged;

    /** Parts of the way from event to list; the last two are the whole. */
    public enum Stretch {
        /** From when the event was due until the broker appended it, whole milliseconds: the load generator's share. */
        SEND,
        /** Until the event could be read on {@code interactions.valid}. */
        INGEST,
        /** Until candidates with the event in them could be read. */
        SCORE,
        /** Until the list could be read. */
        PUBLISH,
        /** From append to list, whole milliseconds. */
        FROM_APPEND,
        /** From when the event was due to the list. */
        FROM_SCHEDULE
    }

    Answers() {
        for (Stretch stretch : Stretch.values()) {
            times.put(stretch, new Histogram(LONGEST_MICROS, DIGITS));
        }
    }

    void answered(long dueNanos, long appendedMs, long validNanos, long scoredNanos, Sightings.Shown shown) {
        long whole = micros(shown.nanos() - dueNanos);
        long fromAppend = Math.max(0, (shown.epochMs() - appendedMs) * 1000);
        long rest = micros(shown.nanos() - scoredNanos) + micros(scoredNanos - validNanos);
        record(Stretch.FROM_SCHEDULE, whole);
        record(Stretch.FROM_APPEND, fromAppend);
        record(Stretch.SEND, whole - fromAppend);
        record(Stretch.INGEST, fromAppend - rest);
        record(Stretch.SCORE, micros(scoredNanos - validNanos));
        record(Stretch.PUBLISH, micros(shown.nanos() - scoredNanos));
    }

    void unanswered(long waitedNanos) {
        unanswered++;
        record(Stretch.FROM_SCHEDULE, micros(waitedNanos));
        record(Stretch.FROM_APPEND, micros(waitedNanos));
    }

    void unchanged() {
        unchanged++;
    }

    /** Events without candidates when the measurement ended. */
    public long unanswered() {
        return unanswered;
    }

    /** Events that left their users' lists as they were. */
    public long unchangedLists() {
        return unchanged;
    }

    /** Events that were timed. */
    public long timed() {
        return of(Stretch.FROM_SCHEDULE).getTotalCount();
    }

    public double millis(Stretch stretch, double percentile) {
        return of(stretch).getValueAtPercentile(percentile) / 1000.0;
    }

    private Histogram of(Stretch stretch) {
        Histogram histogram = times.get(stretch);
        if (histogram == null) {
            throw new IllegalStateException("no times for " + stretch);
        }
        return histogram;
    }

    private void record(Stretch stretch, long micros) {
        of(stretch).recordValue(Math.max(0, Math.min(LONGEST_MICROS, micros)));
    }

    private static long micros(long nanos) {
        return nanos / 1000;
    }
}
