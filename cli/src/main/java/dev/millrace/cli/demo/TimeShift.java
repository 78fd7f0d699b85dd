package dev.millrace.cli.demo;

import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import org.jspecify.annotations.Nullable;

/**
 * Moves everything that a workload brings by the same time, so that its last day is today: what decays has decayed as
 * far as it had on that day, and an event of now comes after a pause of minutes and not of years.
 *
 * @param millis added to every time, milliseconds
 */
record TimeShift(long millis) {

    static final TimeShift NONE = new TimeShift(0);

    /** The shift after which what ended then ends now, both epoch milliseconds. */
    static TimeShift between(long endedMs, long nowMs) {
        return new TimeShift(nowMs - endedMs);
    }

    Interaction apply(Interaction event) {
        event.setTimestampMs(event.getTimestampMs() + millis);
        return event;
    }

    Impression apply(Impression impression) {
        impression.setTimestampMs(impression.getTimestampMs() + millis);
        return impression;
    }

    Item apply(Item item) {
        item.setCreatedAtMs(apply(item.getCreatedAtMs()));
        item.setAvailableFromMs(apply(item.getAvailableFromMs()));
        item.setAvailableUntilMs(apply(item.getAvailableUntilMs()));
        return item;
    }

    private @Nullable Long apply(@Nullable Long timeMs) {
        return timeMs == null ? null : Long.valueOf(timeMs + millis);
    }
}
