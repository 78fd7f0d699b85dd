package dev.millrace.schemas;

import dev.millrace.schemas.registry.RegistryException;
import dev.millrace.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one generated class from Confluent's wire format, whichever compatible schema it was written with.
 *
 * <p>A record of another type is not read at all. Avro would resolve it by the names of its fields: of a click on the
 * topic of items an item would be left that has lost all it had, as none of a click's fields is one of an item's.
 */
final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    private final Class<T> type;
    private final SchemaRegistry registry;
    private final SpecificData data;
    private final Schema schema;
    private final ThreadLocal<Readers> readers = ThreadLocal.withInitial(Readers::new);

    AvroDeserializer(Class<T> type, SchemaRegistry registry) {
        this.type = type;
        this.registry = registry;
        this.data = SpecificData.getForClass(type);
        this.schema = data.getSchema(type);
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        int id = WireFormat.id(topic, bytes);
        Body<T> body = body(topic, id);
        try {
            return body.read(bytes);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "Cannot read " + schema.getFullName() + " written with schema id " + id + " from topic " + topic,
                    e);
        }
    }

    /** An id that the registry does not know is the record's fault; a registry that cannot be asked is not. */
    private Body<T> body(String topic, int id) {
        try {
            return readers.get().body(id);
        } catch (RegistryException e) {
            if (e.isRegistryAtFault()) {
                throw e;
            }
            throw new SerializationException(
                    "Cannot read " + schema.getFullName() + " written with schema id " + id + " from topic " + topic
                            + ": the registry does not have the schema",
                    e);
        }
    }

    /** By the full name, or one that the record had before. */
    private boolean isOfThisType(Schema written) {
        return written.getType() == schema.getType()
                && (written.getFullName().equals(schema.getFullName())
                        || schema.getAliases().contains(written.getFullName()));
    }

    /** How to read what was written with one schema. */
    @FunctionalInterface
    private interface Body<T> {
        T read(byte[] bytes) throws IOException;
    }

    /** Decoder and readers of one thread: Avro's readers cache by thread and are cheapest when not shared. */
    private final class Readers {
        private final Map<Integer, Body<T>> byId = new HashMap<>();
        private @Nullable BinaryDecoder decoder;

        Body<T> body(int id) {
            Body<T> body = byId.get(id);
            if (body == null) {
                body = bodyOf(registry.schema(id));
                byId.put(id, body);
            }
            return body;
        }

        private Body<T> bodyOf(Schema written) {
            if (!isOfThisType(written)) {
                return bytes -> {
                    throw new IOException("It is a " + written.getFullName());
                };
            }
            Function<AvroSource, T> direct = DirectReaders.of(type, schema, written);
            if (direct != null) {
                return bytes -> read(direct, bytes);
            }
            var reader = new SpecificDatumReader<T>(written, schema, data);
            return bytes -> read(reader, bytes);
        }

        private T read(Function<AvroSource, T> direct, byte[] bytes) throws IOException {
            var in = new AvroSource(bytes, WireFormat.PREFIX);
            return whole(direct.apply(in), in.isEnd());
        }

        private T read(SpecificDatumReader<T> reader, byte[] bytes) throws IOException {
            decoder = DecoderFactory.get()
                    .binaryDecoder(bytes, WireFormat.PREFIX, bytes.length - WireFormat.PREFIX, decoder);
            T value = reader.read(null, decoder);
            return whole(value, decoder.isEnd());
        }

        private T whole(T value, boolean end) throws IOException {
            if (!end) {
                throw new IOException("Bytes are left over after the record");
            }
            return value;
        }
    }
}
