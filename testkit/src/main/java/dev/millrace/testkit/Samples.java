package dev.millrace.testkit;

import dev.millrace.avro.Erasure;
import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short makers of valid records; what a test does not care about has its default. */
public final class Samples {

    private Samples() {}

    public static Interaction interaction(
            String user, String item, String type, @Nullable Double value, Instant happened) {
        return Interaction.newBuilder()
                .setUserId(user)
                .setItemId(item)
                .setEventType(type)
                .setValue(value)
                .setTimestampMs(happened.toEpochMilli())
                .build();
    }

    /** An event that is recognised when it comes again. */
    public static Interaction identified(String id, String user, String item, String type, Instant happened) {
        Interaction interaction = interaction(user, item, type, null, happened);
        interaction.setEventId(id);
        return interaction;
    }

    public static Interaction click(String user, String item, Instant happened) {
        return interaction(user, item, "click", null, happened);
    }

    public static Interaction purchase(String user, String item, double quantity, Instant happened) {
        return interaction(user, item, "purchase", quantity, happened);
    }

    public static Interaction rating(String user, String item, double stars, Instant happened) {
        return interaction(user, item, "rating", stars, happened);
    }

    public static Impression impression(String user, Instant shown, String... items) {
        return Impression.newBuilder()
                .setUserId(user)
                .setItemIds(List.of(items))
                .setTimestampMs(shown.toEpochMilli())
                .build();
    }

    public static Item item(String title, String... categories) {
        return Item.newBuilder()
                .setTitle(title)
                .setCategories(List.of(categories))
                .build();
    }

    public static Erasure erasure(String user, Instant requested) {
        return Erasure.newBuilder()
                .setUserId(user)
                .setRequestedAtMs(requested.toEpochMilli())
                .build();
    }
}
