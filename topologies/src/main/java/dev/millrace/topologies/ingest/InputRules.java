package dev.millrace.topologies.ingest;

import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the screening for those who read input before it is on a topic, so that a file, a command and the
 * pipeline accept the same records.
 */
public final class InputRules {

    private final InteractionRules interactions;

    /** @param settings as the deployment's ingest-app has them */
    public InputRules(IngestSettings settings) {
        interactions = new InteractionRules(settings.eventTypes(), settings.times());
    }

    /**
     * Why a record would be rejected.
     *
     * @param reason its code on the rejected topic, one of {@link #reasons}
     * @param detail the field, its value and what would be right
     */
    public record Objection(String reason, String detail) {}

    /** @return null when the screening would accept the event at this moment, epoch milliseconds */
    public @Nullable Objection objection(Interaction event, long nowMs) {
        return of(interactions.screen(event, nowMs));
    }

    /**
     * Judges an item.
     *
     * @param item null: a tombstone, which delists
     * @return null when the screening would accept it
     */
    public static @Nullable Objection objection(String itemId, @Nullable Item item) {
        return of(ItemRules.screen(itemId, item));
    }

    /** All codes that an objection can have. */
    public static List<String> reasons() {
        return Stream.of(Reason.values()).map(Reason::code).toList();
    }

    private static @Nullable Objection of(Screening screening) {
        return screening instanceof Screening.Refused refused
                ? new Objection(refused.reason().code(), refused.detail())
                : null;
    }
}
