package dev.millrace.topologies.feature;

import dev.millrace.avro.ItemTouch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Touches that wait to be folded into one item, as one byte array: what was folded since the last publication, the
 * number of touches, then each with its length. Immutable.
 *
 * <p>An item's neighbours are some 2 KB: to read, change and write them at every touch would cost ten times what all
 * else does. To append a touch takes a copy of a few hundred bytes, and they are folded together.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PendingTouches(byte[] bytes) {

    /** With so many the next one folds them first: the bytes are copied at each touch. */
    static final int MOST = 32;

    /** Bits that say what changed. */
    static final int FEATURES = 1;

    static final int NEIGHBOURS = 2;

    private static final int HEADER = 2;

    /** No touches; {@code folded} says what changed already and is not published yet. */
    static PendingTouches none(int folded) {
        return new PendingTouches(new byte[] {(byte) folded, 0});
    }

    static Serde<PendingTouches> serde() {
        return Serdes.serdeFrom(
                (topic, touches) -> touches == null ? null : touches.bytes,
                (topic, bytes) -> bytes == null ? null : new PendingTouches(bytes));
    }

    int folded() {
        return bytes[0];
    }

    boolean isFull() {
        return bytes[1] >= MOST;
    }

    PendingTouches with(byte[] touch) {
        byte[] next = Arrays.copyOf(bytes, bytes.length + Integer.BYTES + touch.length);
        next[1]++;
        ByteBuffer.wrap(next).position(bytes.length).putInt(touch.length).put(touch);
        return new PendingTouches(next);
    }

    List<ItemTouch> touches() {
        List<ItemTouch> touches = new ArrayList<>(bytes[1]);
        ByteBuffer in = ByteBuffer.wrap(bytes, HEADER, bytes.length - HEADER);
        while (in.hasRemaining()) {
            byte[] touch = new byte[in.getInt()];
            in.get(touch);
            touches.add(Touches.FORMAT.decode(ItemUpdater.PENDING, touch));
        }
        return touches;
    }
}
