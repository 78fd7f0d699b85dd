package dev.millrace.schemas;

import dev.millrace.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads one generated class from Confluent's wire format, whichever compatible schema it was written with. */
final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    private final SchemaRegistry registry;
    private final SpecificData data;
    private final Schema schema;
    private final ThreadLocal<Readers> readers = ThreadLocal.withInitial(Readers::new);

    AvroDeserializer(Class<T> type, SchemaRegistry registry) {
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
        Readers mine = readers.get();
        // Outside the try: a registry that cannot be asked says nothing about the record.
        SpecificDatumReader<T> reader = mine.reader(id);
        try {
            return mine.read(reader, bytes);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "Cannot read " + schema.getFullName() + " written with schema id " + id + " from topic " + topic,
                    e);
        }
    }

    /** Decoder and readers of one thread: Avro's readers cache by thread and are cheapest when not shared. */
    private final class Readers {
        private final Map<Integer, SpecificDatumReader<T>> byId = new HashMap<>();
        private @Nullable BinaryDecoder decoder;

        SpecificDatumReader<T> reader(int id) {
            SpecificDatumReader<T> reader = byId.get(id);
            if (reader == null) {
                reader = new SpecificDatumReader<>(registry.schema(id), schema, data);
                byId.put(id, reader);
            }
            return reader;
        }

        T read(SpecificDatumReader<T> reader, byte[] bytes) throws IOException {
            decoder = DecoderFactory.get()
                    .binaryDecoder(bytes, WireFormat.PREFIX, bytes.length - WireFormat.PREFIX, decoder);
            T value = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new IOException("Bytes are left over after the record");
            }
            return value;
        }
    }
}
