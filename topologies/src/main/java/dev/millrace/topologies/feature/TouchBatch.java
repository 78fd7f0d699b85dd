package dev.millrace.topologies.feature;

import dev.millrace.avro.ItemTouch;
import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.AvroSource;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Reads touches of several items out of one byte array: of each its item and itself, both behind their length, in the
 * order they came. A record for each touch would be six per event, and each costs its share of a producer, a broker and
 * a consumer.
 */
final class TouchBatch {

    private final AvroSource in;

    TouchBatch(byte[] bytes) {
        this(bytes, 0);
    }

    /** @param from {@link #position} of the first touch to read */
    TouchBatch(byte[] bytes, int from) {
        this.in = new AvroSource(bytes, from);
    }

    /**
     * Walks through without decoding a touch.
     *
     * @return how many there are
     * @throws SerializationException when this is no batch
     */
    static int check(byte[] bytes) {
        int touches = 0;
        try {
            for (var batch = new TouchBatch(bytes); batch.hasNext(); touches++) {
                batch.skip();
                batch.skip();
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new SerializationException("This is no batch of touches", e);
        }
        return touches;
    }

    static void append(AvroSink batch, byte[] item, byte[] touch) {
        batch.writeBytes(item);
        batch.writeBytes(touch);
    }

    boolean hasNext() {
        return !in.isEnd();
    }

    /** Where the next touch begins. */
    int position() {
        return in.position();
    }

    /** First of each touch. */
    byte[] item() {
        return in.readBytes();
    }

    String itemId() {
        return new String(item(), StandardCharsets.UTF_8);
    }

    /** After its item. */
    byte[] encoded() {
        return in.readBytes();
    }

    ItemTouch touch() {
        return Touches.FORMAT.decode("touches", encoded());
    }

    void skip() {
        in.skipBytes();
    }
}
