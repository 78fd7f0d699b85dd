package dev.millrace.topologies.ingest;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * A value as it came beside what it says: a refusal carries the bytes untouched, and a record that only changes its
 * partition is not encoded again.
 *
 * @param bytes null: the record had no value
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Raw<T>(byte @Nullable [] bytes, @Nullable T value) {

    /**
     * Reads with the given serde and writes the very bytes back. What cannot be read throws, so that it becomes a dead
     * letter.
     */
    static <T> Serde<Raw<T>> serde(Serde<T> values) {
        Deserializer<T> reader = values.deserializer();
        return Serdes.serdeFrom((topic, raw) -> raw == null ? null : raw.bytes(), new Deserializer<>() {
            @Override
            public Raw<T> deserialize(String topic, byte @Nullable [] bytes) {
                return new Raw<>(bytes, bytes == null ? null : reader.deserialize(topic, bytes));
            }

            @Override
            public Raw<T> deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
                return new Raw<>(bytes, bytes == null ? null : reader.deserialize(topic, headers, bytes));
            }
        });
    }
}
