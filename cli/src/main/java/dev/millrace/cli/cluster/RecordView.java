package dev.millrace.cli.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.console.AvroJson;
import dev.millrace.cli.console.Json;
import dev.millrace.schemas.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Shows the records of any topic of the catalogue as JSON; what cannot be decoded is shown as bytes, with the reason.
 */
public final class RecordView {

    private final Map<String, Deserializer<? extends SpecificRecord>> deserializers = new HashMap<>();

    public RecordView(Cluster cluster) {
        for (TopicSpec spec : cluster.topics().specs()) {
            if (!spec.value().equals("bytes")) {
                deserializers.put(
                        spec.name(), cluster.serdes().of(valueClass(spec)).deserializer());
            }
        }
    }

    /** Topic, partition, offset, time, key, headers and value of one record. */
    public ObjectNode json(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode node = Json.object()
                .put("topic", record.topic())
                .put("partition", record.partition())
                .put("offset", record.offset())
                .put("timestampMs", record.timestamp())
                .put("key", text(record.key()));
        if (record.headers().iterator().hasNext()) {
            ObjectNode headers = node.putObject("headers");
            for (Header header : record.headers()) {
                headers.put(header.key(), text(header.value()));
            }
        }
        decode(record, node);
        return node;
    }

    /** The key or a header as text; bytes that are no UTF-8 text in base 64. */
    public static @Nullable String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean readable = text.chars().noneMatch(c -> c == '\uFFFD' || c < ' ' && c != '\n' && c != '\t' && c != '\r');
        return readable ? text : "base64:" + Base64.getEncoder().encodeToString(bytes);
    }

    private void decode(ConsumerRecord<byte[], byte[]> record, ObjectNode node) {
        Deserializer<? extends SpecificRecord> deserializer = deserializers.get(record.topic());
        if (record.value() == null || deserializer == null) {
            node.put("value", text(record.value()));
            return;
        }
        try {
            node.set("value", AvroJson.of(deserializer.deserialize(record.topic(), record.value())));
        } catch (SerializationException e) {
            node.put("value", text(record.value())).put("undecodable", e.getMessage());
        }
    }

    /** The generated class of a topic's values. */
    static Class<? extends SpecificRecord> valueClass(TopicSpec spec) {
        try {
            return Class.forName("dev.millrace.avro." + spec.value()).asSubclass(SpecificRecord.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the catalogue names an unknown value " + spec.value(), e);
        }
    }
}
