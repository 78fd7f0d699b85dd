package dev.millrace.topologies.ingest;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Rules for the time that an event says it happened at.
 *
 * @param maxAhead how far clocks of producers may be ahead of ours
 * @param maxAge older events are refused; null: none, for replayed data
 */
record EventTimes(Duration maxAhead, @Nullable Duration maxAge) {

    /** @return null when the time may pass */
    @Nullable
    Screening objection(long timestampMs, long nowMs) {
        if (timestampMs <= 0) {
            return Screening.refused(
                    Reason.MISSING_TIMESTAMP, "timestampMs must be epoch milliseconds, was " + timestampMs);
        }
        if (timestampMs > nowMs + maxAhead.toMillis()) {
            return Screening.refused(
                    Reason.FUTURE_TIMESTAMP,
                    "timestampMs must be at most " + maxAhead + " ahead of " + Instant.ofEpochMilli(nowMs) + ", was "
                            + shown(timestampMs));
        }
        if (maxAge != null && timestampMs < nowMs - maxAge.toMillis()) {
            return Screening.refused(
                    Reason.EXPIRED_TIMESTAMP,
                    "timestampMs must be at most " + maxAge + " before " + Instant.ofEpochMilli(nowMs) + ", was "
                            + shown(timestampMs));
        }
        return null;
    }

    private static String shown(long timestampMs) {
        return timestampMs + " (" + Instant.ofEpochMilli(timestampMs) + ")";
    }
}
