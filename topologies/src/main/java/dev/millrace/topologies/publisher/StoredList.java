package dev.millrace.topologies.publisher;

import dev.millrace.avro.FallbackLevel;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * A user's list as the store keeps it, decoded only as far as somebody asks: a new list is compared with what the one
 * before showed, which is a fifth of it. Immutable.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredList(byte[] bytes) {

    /** What decides whether a list is the same to its user. */
    record Shown(FallbackLevel level, @Nullable String modelVersion, List<String> itemIds) {

        /** @param n items that are shown */
        static Shown of(Recommendations list, int n) {
            int shown = Math.min(n, list.getItems().size());
            List<String> ids = new ArrayList<>(shown);
            for (RecommendedItem item : list.getItems().subList(0, shown)) {
                ids.add(item.getItemId());
            }
            return new Shown(list.getLevel(), list.getModelVersion(), ids);
        }
    }

    static StoredList of(Recommendations list) {
        return new StoredList(ListFormat.encode(list));
    }

    static Serde<StoredList> serde() {
        return Serdes.serdeFrom(
                (topic, list) -> list == null ? null : list.bytes,
                (topic, bytes) -> bytes == null ? null : new StoredList(bytes));
    }

    /** @throws org.apache.kafka.common.errors.SerializationException when it is damaged or of another release */
    public Recommendations list() {
        return ListFormat.decode(bytes);
    }

    Shown shown(int n) {
        return ListFormat.decodeShown(bytes, n);
    }
}
