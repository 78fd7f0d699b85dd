package dev.millrace.topologies.ingest;

import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Picks up an event that has come to its user's partition, and where it had come in. */
final class OriginReader<T> extends ContextualProcessor<byte[], Raw<T>, byte[], Arrived<T>> {

    @Override
    public void process(Record<byte[], Raw<T>> record) {
        Origin origin = Origin.readFrom(record.headers());
        if (origin == null) {
            throw new IllegalStateException("Only the ingest may write here, and it always adds the origin's headers");
        }
        Origin.strip(record.headers());
        Raw<T> raw = record.value();
        T value = Objects.requireNonNull(raw.value());
        context().forward(record.withValue(new Arrived<>(value, Objects.requireNonNull(raw.bytes()), origin)));
    }
}
