package dev.millrace.topologies.ingest;

import dev.millrace.avro.Impression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an impression must satisfy to count. Pure. */
record ImpressionRules(EventTimes times) implements Rules<Impression> {

    /** Nobody sees more at once; a longer list is a bug of the producer and costs every consumer. */
    static final int MOST_ITEMS = 1_000;

    @Override
    public Screening screen(@Nullable Impression event, long nowMs) {
        if (event == null) {
            return Screening.refused(Reason.MISSING_VALUE, "the record has no value");
        }
        Screening objection = Ids.objection("userId", event.getUserId(), Reason.MISSING_USER);
        if (objection == null) {
            objection = Ids.tooLong("eventId", event.getEventId());
        }
        if (objection == null) {
            objection = Ids.tooLong("surface", event.getSurface());
        }
        if (objection == null) {
            objection = Ids.tooLong("modelVersion", event.getModelVersion());
        }
        if (objection == null) {
            objection = items(event.getItemIds());
        }
        if (objection == null) {
            objection = times.objection(event.getTimestampMs(), nowMs);
        }
        return objection == null ? Screening.ACCEPTED : objection;
    }

    private static @Nullable Screening items(List<String> items) {
        if (items.isEmpty()) {
            return Screening.refused(Reason.MISSING_ITEM, "itemIds is empty");
        }
        if (items.size() > MOST_ITEMS) {
            return Screening.refused(
                    Reason.TOO_MANY_ITEMS, "itemIds must have at most " + MOST_ITEMS + " items, was " + items.size());
        }
        for (int i = 0; i < items.size(); i++) {
            Screening objection = Ids.objection("itemIds[" + i + "]", items.get(i), Reason.MISSING_ITEM);
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }
}
