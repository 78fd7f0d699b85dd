package dev.millrace.topologies.ingest;

import dev.millrace.avro.Rejection;
import dev.millrace.schemas.MillraceHeaders;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Where a record came in, so that its refusal names that place also after it changed partitions.
 *
 * @param timestampMs the input record's Kafka timestamp, epoch milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Origin(String topic, int partition, long offset, long timestampMs, byte @Nullable [] key) {

    private static final String PLACE = "millrace-origin";
    private static final String KEY = "millrace-origin-key";

    static Origin of(RecordMetadata metadata, long timestampMs, byte @Nullable [] key) {
        return new Origin(metadata.topic(), metadata.partition(), metadata.offset(), timestampMs, key);
    }

    Rejection rejection(Screening.Refused refused, byte @Nullable [] original) {
        return new Rejection(
                refused.reason().code(),
                refused.detail(),
                topic,
                partition,
                offset,
                timestampMs,
                key == null ? null : ByteBuffer.wrap(key),
                original == null ? null : ByteBuffer.wrap(original));
    }

    /** Without the key, which may be somebody's id. */
    Origin nameless() {
        return new Origin(topic, partition, offset, timestampMs, null);
    }

    void writeTo(Headers headers) {
        strip(headers);
        headers.add(KEY, key);
        MillraceHeaders.set(headers, PLACE, partition + ":" + offset + ":" + timestampMs + ":" + topic);
    }

    /** @return null when the record carries none */
    static @Nullable Origin readFrom(Headers headers) {
        String place = MillraceHeaders.text(headers, PLACE);
        Header key = headers.lastHeader(KEY);
        if (place == null || key == null) {
            return null;
        }
        String[] parts = place.split(":", 4);
        return new Origin(
                parts[3], Integer.parseInt(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), key.value());
    }

    static void strip(Headers headers) {
        headers.remove(PLACE);
        headers.remove(KEY);
    }
}
