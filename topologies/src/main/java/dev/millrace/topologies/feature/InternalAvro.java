package dev.millrace.topologies.feature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Serdes of what only this app reads: Avro's single-object encoding, which names the schema by its fingerprint. No
 * registry is asked, so that production, where schemas are registered by hand, needs no subjects for changelogs.
 */
final class InternalAvro {

    private InternalAvro() {}

    static <A extends SpecificRecord> Serde<A> serde(BinaryMessageEncoder<A> encoder, BinaryMessageDecoder<A> decoder) {
        return serde(encoder, decoder, Function.identity(), Function.identity());
    }

    /** For a value of the model, which knows no Avro. */
    static <T, A extends SpecificRecord> Serde<T> serde(
            BinaryMessageEncoder<A> encoder,
            BinaryMessageDecoder<A> decoder,
            Function<T, A> toAvro,
            Function<A, T> fromAvro) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : encode(encoder, toAvro.apply(value)),
                (topic, bytes) -> bytes == null ? null : fromAvro.apply(decode(topic, decoder, bytes)));
    }

    private static <A> byte[] encode(BinaryMessageEncoder<A> encoder, A value) {
        try {
            ByteBuffer buffer = encoder.encode(value);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private static <A> A decode(String topic, BinaryMessageDecoder<A> decoder, byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (IOException e) {
            throw new SerializationException("A record of " + topic + " is not in the format of this release", e);
        }
    }
}
