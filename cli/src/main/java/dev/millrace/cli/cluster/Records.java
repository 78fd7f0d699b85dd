package dev.millrace.cli.cluster;

import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import dev.millrace.cli.input.CatalogItem;
import dev.millrace.cli.input.ItemFile;
import dev.millrace.model.replay.InteractionLog;
import org.jspecify.annotations.Nullable;

/** Makes the records of the input topics. */
public final class Records {

    private Records() {}

    /** An event of a log. */
    public static Interaction interaction(InteractionLog log, int event, String eventId) {
        return Interaction.newBuilder()
                .setEventId(eventId)
                .setUserId(log.userId(log.user(event)))
                .setItemId(log.itemId(log.item(event)))
                .setEventType(log.typeName(log.type(event)))
                .setValue(decimal(log.value(event)))
                .setTimestampMs(log.timestampMs(event))
                .build();
    }

    /** An item of a catalogue. */
    public static Item item(CatalogItem item) {
        return ItemFile.recordOf(item);
    }

    /** The double that reads as the float does: 0.1f becomes 0.1 and not 0.10000000149; null for none. */
    static @Nullable Double decimal(float value) {
        return Float.isNaN(value) ? null : Double.valueOf(Float.toString(value));
    }
}
