package dev.millrace.topologies.feature;

import dev.millrace.avro.ItemTouch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Touches that wait to be folded into their items, as one byte array: the number of touches, then of each its item and
 * itself, both with their length. Immutable.
 *
 * <p>An item's neighbours are some 2 KB: to read, change and write them at every touch would cost ten times what all
 * else does. And to write each touch by itself would be six records per event in the changelog, and six more when they
 * are deleted.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PendingTouches(byte[] bytes) {

    static final PendingTouches NONE = new PendingTouches(new byte[1]);

    /** The bytes are copied at each touch. */
    private static final int MOST = 32;

    static Serde<PendingTouches> serde() {
        return Serdes.serdeFrom(
                (topic, touches) -> touches == null ? null : touches.bytes,
                (topic, bytes) -> bytes == null ? null : new PendingTouches(bytes));
    }

    boolean isFull() {
        return bytes[0] >= MOST;
    }

    PendingTouches with(byte[] item, byte[] touch) {
        byte[] next = Arrays.copyOf(bytes, bytes.length + 2 * Integer.BYTES + item.length + touch.length);
        next[0]++;
        ByteBuffer.wrap(next)
                .position(bytes.length)
                .putInt(item.length)
                .put(item)
                .putInt(touch.length)
                .put(touch);
        return new PendingTouches(next);
    }

    void addTo(Map<String, List<ItemTouch>> byItem) {
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        while (in.hasRemaining()) {
            String itemId = new String(next(in), StandardCharsets.UTF_8);
            byItem.computeIfAbsent(itemId, id -> new ArrayList<>())
                    .add(Touches.FORMAT.decode(FeatureTopology.PENDING_STORE, next(in)));
        }
    }

    private static byte[] next(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }
}
