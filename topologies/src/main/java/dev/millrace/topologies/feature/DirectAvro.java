package dev.millrace.topologies.feature;

import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.AvroSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
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

    private final byte[][] headers; // that of the schema without the last n fields in place n
    private final int usualSize;
    private final BiConsumer<T, AvroSink> writer;
    private final Function<AvroSource, T> reader;

    private DirectAvro(
            byte[][] headers, int usualSize, BiConsumer<T, AvroSink> writer, Function<AvroSource, T> reader) {
        this.headers = headers;
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
        return of(schema, 0, usualSize, writer, reader);
    }

    /**
     * Of one schema, read also as older releases wrote it.
     *
     * @param added so many of the last fields those may lack: whole numbers with a default of 0, which is one byte
     */
    static <T> DirectAvro<T> of(
            Schema schema, int added, int usualSize, BiConsumer<T, AvroSink> writer, Function<AvroSource, T> reader) {
        byte[][] headers = new byte[added + 1][];
        for (int missing = 0; missing <= added; missing++) {
            headers[missing] = header(without(schema, missing));
        }
        return new DirectAvro<>(headers, usualSize, writer, reader);
    }

    private static Schema without(Schema schema, int lastFields) {
        List<Schema.Field> fields = schema.getFields();
        return Schema.createRecord(
                schema.getName(),
                null,
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

    Serde<T> serde() {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : encode(value),
                (topic, bytes) -> bytes == null ? null : decode(topic, bytes));
    }

    byte[] encode(T value) {
        AvroSink out = new AvroSink(usualSize).writeRaw(headers[0]);
        writer.accept(value, out);
        return out.toBytes();
    }

    /** @param place named in the message when the bytes are something else */
    T decode(String place, byte[] bytes) {
        int missing = 0;
        while (!begins(bytes, headers[missing])) {
            if (++missing == headers.length) {
                throw foreign(place, null);
            }
        }
        byte[] whole = missing == 0 ? bytes : Arrays.copyOf(bytes, bytes.length + missing);
        try {
            return reader.apply(new AvroSource(whole, headers[0].length));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw foreign(place, e);
        }
    }

    private static boolean begins(byte[] bytes, byte[] header) {
        return bytes.length >= header.length && Arrays.equals(bytes, 0, header.length, header, 0, header.length);
    }

    private static SerializationException foreign(String place, @Nullable RuntimeException cause) {
        return new SerializationException("A record of " + place + " is not in the format of this release", cause);
    }
}
