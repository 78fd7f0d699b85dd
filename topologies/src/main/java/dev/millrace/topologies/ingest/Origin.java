package dev.millrace.topologies.ingest;

import dev.millrace.avro.Rejection;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.schemas.RecordSize;
import dev.millrace.schemas.SentBack;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
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
    /** Bytes of a refusal beside key, value and headers at most: a reason, a sentence, a topic, two sums. */
    private static final int ABOUT_THE_REFUSAL = 8 * 1024;

    private static final String KEY = "millrace-origin-key";

    static Origin of(RecordMetadata metadata, long timestampMs, byte @Nullable [] key) {
        return new Origin(metadata.topic(), metadata.partition(), metadata.offset(), timestampMs, key);
    }

    /**
     * The refusal that takes the record's place, under the key that it came with. What does not fit is cut.
     *
     * @param original the value's bytes as they came
     */
    <T> Record<byte[], Ingested<T>> refuse(
            Record<byte[], ?> record, Screening.Refused refused, byte @Nullable [] original) {
        int keys = 2 * (key == null ? 0 : key.length); // the refusal's own, and the one it tells
        boolean fits = keys + RecordSize.of(null, original, record.headers()) <= RecordSize.LIMIT - ABOUT_THE_REFUSAL;
        if (!fits) {
            RecordSize.cut(record.headers());
        }
        byte[] kept = fits ? key : RecordSize.cut(key);
        byte[] shown = fits ? original : RecordSize.cut(original);
        var rejection = new Rejection(
                refused.reason().code(),
                refused.detail(),
                topic,
                partition,
                offset,
                timestampMs,
                wrapped(kept),
                wrapped(shown),
                shown == original ? null : lengthOf(original),
                shown == original ? null : sha256(original),
                kept == key ? null : lengthOf(key),
                kept == key ? null : sha256(key));
        return record.withKey(kept).withValue(new Ingested.Refused<>(rejection));
    }

    private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    private static @Nullable Long lengthOf(byte @Nullable [] bytes) {
        return bytes == null ? null : (long) bytes.length;
    }

    private static @Nullable String sha256(byte @Nullable [] bytes) {
        return bytes == null ? null : RecordSize.sha256(bytes);
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
        headers.remove(SentBack.HEADER);
    }
}
