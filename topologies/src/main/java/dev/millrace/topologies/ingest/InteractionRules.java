package dev.millrace.topologies.ingest;

import dev.millrace.avro.Interaction;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What an interaction must satisfy to count. Pure. */
record InteractionRules(Set<String> eventTypes, EventTimes times) implements Rules<Interaction> {

    private static final String RATING = "rating";

    @Override
    public Screening screen(@Nullable Interaction event, long nowMs) {
        if (event == null) {
            return Screening.refused(Reason.MISSING_VALUE, "the record has no value");
        }
        Screening objection = ids(event);
        if (objection == null) {
            objection = type(event.getEventType());
        }
        if (objection == null) {
            objection = value(event.getEventType(), event.getValue());
        }
        if (objection == null) {
            objection = times.objection(event.getTimestampMs(), nowMs);
        }
        return objection == null ? Screening.ACCEPTED : objection;
    }

    private static @Nullable Screening ids(Interaction event) {
        Screening objection = Ids.objection("userId", event.getUserId(), Reason.MISSING_USER);
        if (objection == null) {
            objection = Ids.objection("itemId", event.getItemId(), Reason.MISSING_ITEM);
        }
        if (objection == null) {
            objection = Ids.tooLong("eventId", event.getEventId());
        }
        return objection == null ? Ids.tooLong("sessionId", event.getSessionId()) : objection;
    }

    private @Nullable Screening type(@Nullable String type) {
        if (type == null || type.isBlank()) {
            return Screening.refused(Reason.MISSING_TYPE, "eventType is missing or blank");
        }
        return eventTypes.contains(type)
                ? null
                : Screening.refused(
                        Reason.UNKNOWN_EVENT_TYPE,
                        "eventType must be one of " + new TreeSet<>(eventTypes) + ", was " + Ids.shown(type));
    }

    /** Without stars a rating would count as one, which is a dislike. */
    private static @Nullable Screening value(@Nullable String type, @Nullable Double value) {
        if (value == null && RATING.equals(type)) {
            return Screening.refused(Reason.MISSING_VALUE, "value is missing: a rating needs one");
        }
        return value == null || Double.isFinite(value)
                ? null
                : Screening.refused(Reason.VALUE_NOT_FINITE, "value must be a finite number, was " + value);
    }
}
