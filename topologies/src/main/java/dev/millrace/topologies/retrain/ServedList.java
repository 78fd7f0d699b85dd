package dev.millrace.topologies.retrain;

import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.AvroSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The head of one published list. Its items stay encoded, as most lists are replaced before anybody asks for a rank.
 *
 * @param version model that made it, or {@link Outcome#NO_MODEL}
 * @param asOfOffset offset in the valid interactions, same partition, up to which the user's events are included
 * @param items best first, one text after the other in Avro's encoding
 */
@SuppressWarnings("ArrayRecordComponent") // compared by the methods below
record ServedList(String version, long asOfOffset, byte[] items) {

    /** Deepest rank that is judged. */
    static final int DEPTH = 20;

    /** @param items best first, of which the first {@link #DEPTH} are kept */
    static ServedList of(String version, long asOfOffset, List<String> items) {
        var encoded = new AvroSink(256);
        items.subList(0, Math.min(DEPTH, items.size())).forEach(encoded::writeString);
        return new ServedList(version, asOfOffset, encoded.toBytes());
    }

    /** 0-based; -1 when the item is not in the list. */
    int rank(String itemId) {
        var in = new AvroSource(items, 0);
        for (int rank = 0; !in.isEnd(); rank++) {
            if (in.readString(itemId).equals(itemId)) {
                return rank;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServedList list
                && version.equals(list.version)
                && asOfOffset == list.asOfOffset
                && Arrays.equals(items, list.items);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, asOfOffset, Arrays.hashCode(items));
    }
}
