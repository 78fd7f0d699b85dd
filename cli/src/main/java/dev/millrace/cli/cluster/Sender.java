package dev.millrace.cli.cluster;

import dev.millrace.cli.console.CommandFailure;
import dev.millrace.schemas.Topic;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Sends records and keeps count of what the cluster acknowledged; the first failure ends the sending. */
public final class Sender implements AutoCloseable {

    private final Cluster cluster;
    private final Producer<byte[], byte[]> producer;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public Sender(Cluster cluster) {
        this.cluster = cluster;
        this.producer = cluster.producer();
    }

    /** Sends one value; null is a tombstone. */
    public <K, V extends SpecificRecord> void send(Topic<K, V> topic, K key, @Nullable V value) {
        send(new ProducerRecord<>(
                topic.name(),
                topic.keySerde().serializer().serialize(topic.name(), key),
                topic.valueSerde().serializer().serialize(topic.name(), value)));
    }

    /** Sends bytes as they are. */
    public void send(ProducerRecord<byte[], byte[]> record) {
        throwFailure();
        try {
            producer.send(record, (metadata, problem) -> {
                if (problem == null) {
                    acknowledged.incrementAndGet();
                } else {
                    failure.compareAndSet(null, problem);
                }
            });
        } catch (KafkaException e) {
            throw cluster.explained(e);
        }
    }

    /** Records that the cluster has taken so far. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** Waits until everything sent is acknowledged. */
    public void flush() {
        producer.flush();
        throwFailure();
    }

    @Override
    public void close() {
        producer.close();
    }

    private void throwFailure() {
        Exception problem = failure.get();
        if (problem instanceof CommandFailure known) {
            throw known;
        }
        if (problem != null) {
            throw cluster.explained(problem);
        }
    }
}
