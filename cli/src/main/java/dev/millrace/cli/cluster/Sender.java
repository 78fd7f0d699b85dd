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
    private final InOrder order = new InOrder();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public Sender(Cluster cluster) {
        this.cluster = cluster;
        this.producer = cluster.producer();
    }

    /** Sends one value; null is a tombstone. */
    public <K, V extends SpecificRecord> void send(Topic<K, V> topic, K key, @Nullable V value) {
        send(topic, key, value, 0);
    }

    /** Sends the value of one line of a file; null is a tombstone. */
    public <K, V extends SpecificRecord> void send(Topic<K, V> topic, K key, @Nullable V value, long line) {
        send(
                new ProducerRecord<>(
                        topic.name(),
                        topic.keySerde().serializer().serialize(topic.name(), key),
                        topic.valueSerde().serializer().serialize(topic.name(), value)),
                line);
    }

    /** Sends bytes as they are. */
    public void send(ProducerRecord<byte[], byte[]> record) {
        send(record, 0);
    }

    private void send(ProducerRecord<byte[], byte[]> record, long line) {
        throwFailure();
        InOrder.Entry entry = order.begin(line);
        try {
            producer.send(record, (metadata, problem) -> {
                if (problem == null) {
                    acknowledged.incrementAndGet();
                    order.end(entry);
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

    /** Up to which line of a file everything is acknowledged; 0: none. */
    public long lastLine() {
        return order.last();
    }

    /** Waits until everything sent is acknowledged. */
    public void flush() {
        producer.flush();
        throwFailure();
    }

    /** As {@link #flush}, for a run that has failed already. */
    public void settle() {
        producer.flush();
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
