package dev.millrace.topologies.feature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Bytes of what only this app reads: Avro's single-object encoding, which names the schema by its fingerprint. No
 * registry is asked, so that production, where schemas are registered by hand, needs no subjects for changelogs. Any
 * number of threads.
 */
final class InternalAvro<A extends SpecificRecord> {

    private final BinaryMessageEncoder<A> encoder;
    private final BinaryMessageDecoder<A> decoder;

    private InternalAvro(Schema schema, int added) {
        SpecificData data = new SpecificData();
        data.setCustomCoders(true); // the generated code instead of reflection over the schema: half the time
        encoder = new BinaryMessageEncoder<>(data, schema);
        decoder = new BinaryMessageDecoder<>(data, schema);
        for (int missing = 1; missing <= added; missing++) {
            decoder.addSchema(without(schema, missing));
        }
    }

    static <A extends SpecificRecord> InternalAvro<A> of(Schema schema) {
        return new InternalAvro<>(schema, 0);
    }

    /** @param added so many of the last fields may be missing in what an older release wrote; they have defaults */
    static <A extends SpecificRecord> InternalAvro<A> of(Schema schema, int added) {
        return new InternalAvro<>(schema, added);
    }

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

    /** The serde of a value of the model, which knows no Avro. */
    <T> Serde<T> serde(Function<T, A> toAvro, Function<A, T> fromAvro) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : encode(toAvro.apply(value)),
                (topic, bytes) -> bytes == null ? null : fromAvro.apply(decode(topic, bytes)));
    }

    byte[] encode(A value) {
        try {
            ByteBuffer buffer = encoder.encode(value);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    /** @param place named in the message when the bytes are something else */
    A decode(String place, byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (IOException e) {
            throw new SerializationException("A record of " + place + " is not in the format of this release", e);
        }
    }
}
