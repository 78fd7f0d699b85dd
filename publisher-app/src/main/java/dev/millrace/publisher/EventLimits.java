package dev.millrace.publisher;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What ingest would refuse later anyway, refused while the sender can still be told. The settings are ingest's own.
 *
 * @param eventTypes known types of interactions
 * @param maxAhead how far an event's time may be ahead of the wall clock
 * @param maxAge how old an event may be; null: any age
 */
record EventLimits(
        Set<String> eventTypes, Duration maxAhead, @Nullable Duration maxAge) {

    long timestamp(EventField field, long nowMs) {
        long timestampMs = field.wholeNumber();
        if (timestampMs <= 0) {
            throw field.wrong("must be epoch milliseconds, was " + timestampMs);
        }
        if (timestampMs > nowMs + maxAhead.toMillis()) {
            throw field.wrong("must be at most " + maxAhead + " ahead of " + Instant.ofEpochMilli(nowMs) + ", was "
                    + timestampMs);
        }
        if (maxAge != null && timestampMs < nowMs - maxAge.toMillis()) {
            throw field.wrong(
                    "must be at most " + maxAge + " before " + Instant.ofEpochMilli(nowMs) + ", was " + timestampMs);
        }
        return timestampMs;
    }
}
