package dev.millrace.topologies.feature;

import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.AvroSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
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

    private final Schema schema;
    private final byte[] header;
    private final List<byte[]> olderHeaders;
    private final int usualSize;
    private final BiConsumer<T, AvroSink> writer;
    private final Function<AvroSource, T> reader;

    private DirectAvro(
            Schema schema, int added, int usualSize, BiConsumer<T, AvroSink> writer, Function<AvroSource, T> reader) {
        this.schema = schema;
        this.header = header(schema);
        this.olderHeaders = IntStream.rangeClosed(1, added)
                .mapToObj(missing -> header(without(schema, missing)))
                .toList();
        this.usualSize = usualSize;
        this.writer = writer;
        this.reader = reader;
    }

    /** The schema before its last fields were added. */
    private static Schema without(Schema schema, int lastFields) {
        List<Schema.Field> fields = schema.getFields();
        return Schema.createRecord(
                schema.getName(),
                schema.getDoc(),
                schema.getNamespace(),
                false,
                fields.subList(0, fields.size() - lastFields).stream()
                        .map(field -> new Schema.Field(field, field.schema()))
                        .toList());
    }

    private static byte[] header(Schema schema) {
        return ByteBuffer.allocate(SINGLE_OBJECT.length + Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(SINGLE_OBJECT)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
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
        return new DirectAvro<>(schema, 0, usualSize, writer, reader);
    }

    /** @param added so many of the last fields, whole numbers, may be missing in what an older release wrote: 0 then */
    DirectAvro<T> orWithout(int added) {
        return new DirectAvro<>(schema, added, usualSize, writer, reader);
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
        byte[] whole = begins(bytes, header) ? bytes : completed(place, bytes);
        try {
            return reader.apply(new AvroSource(whole, header.length));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw foreign(place, e);
        }
    }

    private static boolean begins(byte[] bytes, byte[] header) {
        return bytes.length >= header.length && Arrays.equals(bytes, 0, header.length, header, 0, header.length);
    }

    /** What an older release wrote, with the fields that it did not know. */
    private byte[] completed(String place, byte[] bytes) {
        for (int missing = 1; missing <= olderHeaders.size(); missing++) {
            if (begins(bytes, olderHeaders.get(missing - 1))) {
                return Arrays.copyOf(bytes, bytes.length + missing); // a whole number of 0 is one byte, which is 0
            }
        }
        throw foreign(place, null);
    }

    private static SerializationException foreign(String place, @Nullable RuntimeException cause) {
        return new SerializationException("A record of " + place + " is not in the format of this release", cause);
    }
}
