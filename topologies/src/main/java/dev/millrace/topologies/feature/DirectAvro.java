package dev.millrace.topologies.feature;

import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.AvroSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of {@link InternalAvro}, written and read field by field, for what comes by several times per event: Avro's
 * reader took a sixth of this app's time. Any number of threads.
 */
final class DirectAvro<T> {

    private static final byte[] SINGLE_OBJECT = {(byte) 0xC3, 1};

    private final byte[] header;
    private final int usualSize;
    private final BiConsumer<T, AvroSink> writer;
    private final Function<AvroSource, T> reader;

    private DirectAvro(byte[] header, int usualSize, BiConsumer<T, AvroSink> writer, Function<AvroSource, T> reader) {
        this.header = header;
        this.usualSize = usualSize;
        this.writer = writer;
        this.reader = reader;
    }

    /**
     * Of one schema.
     *
     * @param usualSize bytes that most records take at most
     * @param writer writes the fields of this schema in their order
     * @param reader reads them
     */
    static <T> DirectAvro<T> of(
            Schema schema, int usualSize, BiConsumer<T, AvroSink> writer, Function<AvroSource, T> reader) {
        byte[] header = ByteBuffer.allocate(SINGLE_OBJECT.length + Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(SINGLE_OBJECT)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
        return new DirectAvro<>(header, usualSize, writer, reader);
    }

    Serde<T> serde() {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : encode(value),
                (topic, bytes) -> bytes == null ? null : decode(topic, bytes));
    }

    byte[] encode(T value) {
        AvroSink out = new AvroSink(usualSize).writeRaw(header);
        writer.accept(value, out);
        return out.toBytes();
    }

    /** @param place named in the message when the bytes are something else */
    T decode(String place, byte[] bytes) {
        if (bytes.length < header.length || !Arrays.equals(bytes, 0, header.length, header, 0, header.length)) {
            throw foreign(place, null);
        }
        try {
            return reader.apply(new AvroSource(bytes, header.length));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw foreign(place, e);
        }
    }

    private static SerializationException foreign(String place, @Nullable RuntimeException cause) {
        return new SerializationException("A record of " + place + " is not in the format of this release", cause);
    }
}
