package dev.millrace.schemas;

import dev.millrace.schemas.WriterSchemas.Writer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes one generated class in Confluent's wire format; the registry is asked once per topic. */
final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

    private final WriterSchemas schemas;
    private final Schema schema;
    private final SpecificDatumWriter<T> writer;
    private final @Nullable BiConsumer<AvroSink, T> direct;
    private final Map<String, Writer> byTopic = new ConcurrentHashMap<>();
    private final ThreadLocal<Buffer> buffers = ThreadLocal.withInitial(Buffer::new);
    private final ThreadLocal<AvroSink> sinks = ThreadLocal.withInitial(() -> new AvroSink(512));

    AvroSerializer(Class<T> type, WriterSchemas schemas) {
        this.schemas = schemas;
        SpecificData data = SpecificData.getForClass(type);
        // The generated code for each field instead of reflection: a list of 100 items takes half the time to write.
        data.setCustomCoders(true);
        this.schema = data.getSchema(type);
        this.writer = new SpecificDatumWriter<>(schema, data);
        this.direct = DirectWriters.of(type);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T value) {
        if (value == null) {
            return null;
        }
        Writer target = byTopic.get(topic);
        if (target == null) {
            target = byTopic.computeIfAbsent(topic, t -> schemas.forTopic(t, schema));
        }
        try {
            return direct != null && target.schema() == schema
                    ? write(direct, target.id(), value)
                    : buffers.get().write(target, value);
        } catch (IOException | RuntimeException e) {
            buffers.remove(); // an encoder may still hold the first half of this record
            throw new SerializationException("Cannot write " + schema.getFullName() + " to topic " + topic, e);
        }
    }

    private byte[] write(BiConsumer<AvroSink, T> fields, int id, T value) {
        AvroSink out = sinks.get().reset().writeRaw(WireFormat.prefix(id));
        fields.accept(out, value);
        return out.toBytes();
    }

    /** Output and encoder of one thread, reused because allocating them costs more than a small record does. */
    private final class Buffer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        private @Nullable BinaryEncoder encoder;

        byte[] write(Writer target, T value) throws IOException {
            bytes.reset();
            bytes.writeBytes(WireFormat.prefix(target.id()));
            encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
            if (target.schema() == schema) {
                writer.write(value, encoder);
            } else {
                new GenericDatumWriter<>(target.schema()).write(converted(value, target.schema()), encoder);
            }
            encoder.flush();
            return bytes.toByteArray();
        }
    }

    /** By way of the bytes, as Avro resolves schemas only while reading; used with use.latest.version alone. */
    private Object converted(T value, Schema to) throws IOException {
        var bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        writer.write(value, encoder);
        encoder.flush();
        var reader = new GenericDatumReader<>(schema, to);
        return reader.read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }
}
