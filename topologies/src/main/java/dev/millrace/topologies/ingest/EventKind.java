package dev.millrace.topologies.ingest;

import dev.millrace.avro.Erasure;
import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the screening of interactions and of impressions differ in.
 *
 * @param name tag of the metrics and part of node and store names
 */
record EventKind<T>(
        String name,
        Rules<T> rules,
        Function<T, String> userId,
        Function<T, @Nullable String> eventId,
        BiConsumer<T, @Nullable String> setEventId) {

    static EventKind<Interaction> interactions(IngestSettings settings) {
        return new EventKind<>(
                "interactions",
                new InteractionRules(settings.eventTypes(), settings.times()),
                Interaction::getUserId,
                Interaction::getEventId,
                Interaction::setEventId);
    }

    static EventKind<Impression> impressions(IngestSettings settings) {
        return new EventKind<>(
                "impressions",
                new ImpressionRules(settings.times()),
                Impression::getUserId,
                Impression::getEventId,
                Impression::setEventId);
    }

    /** Two erasures of one id are one: they carry no id of their own. */
    static EventKind<Erasure> erasures() {
        return new EventKind<>(
                "erasures", new ErasureRules(), Erasure::getUserId, erasure -> null, (erasure, eventId) -> {});
    }

    String repeatsStore() {
        return name + "-event-ids";
    }
}
