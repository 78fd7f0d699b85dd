package dev.millrace.benchmarks.rig;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events on a fixed schedule, whatever the pipeline does: a slow pipeline does not slow the load down, and what
 * is sent late counts from when it was due. So there is no coordinated omission.
 */
public final class OpenLoop implements AutoCloseable {

    private static final long LONGEST_NAP_NANOS = 500_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public OpenLoop(String bootstrapServers, String topic) {
        this.topic = topic;
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * When each event was due, and when it was appended.
     *
     * @param dueNanos by {@link System#nanoTime}
     * @param appendedMs by the broker's clock, epoch milliseconds; -1: not yet acknowledged
     * @param count how many of the events were sent
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Sent(Events events, long[] dueNanos, long[] appendedMs, int count) {}

    /**
     * Sends all events at a rate; returns when the last is acknowledged.
     *
     * @param perSecond positive, infinite for as fast as the producer takes them
     * @param each called before each event; throws to stop
     */
    public Sent send(Events events, double perSecond, Runnable each) {
        return sendWhile(events, perSecond, () -> {
            each.run();
            return true;
        });
    }

    /**
     * Sends events at a rate as long as wanted; returns when the last is acknowledged.
     *
     * @param goOn asked before each event
     */
    public Sent sendWhile(Events events, double perSecond, BooleanSupplier goOn) {
        var sent = new Sent(events, new long[events.size()], new long[events.size()], events.size());
        Arrays.fill(sent.appendedMs(), -1);
        double interval = 1e9 / perSecond;
        long start = System.nanoTime();
        int count = 0;
        for (int i = 0; i < events.size() && goOn.getAsBoolean(); i++) {
            long due = Double.isInfinite(perSecond) ? System.nanoTime() : start + (long) (i * interval);
            for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                LockSupport.parkNanos(Math.min(LONGEST_NAP_NANOS, due - now));
            }
            sent.dueNanos()[i] = due;
            send(sent, i);
            count++;
        }
        producer.flush();
        check();
        return new Sent(events, sent.dueNanos(), sent.appendedMs(), count);
    }

    private void send(Sent sent, int i) {
        send(sent.events().key(i), sent.events().value(i), metadata -> sent.appendedMs()[i] = metadata.timestamp());
    }

    /** Sends {@code n} records as fast as the producer takes them; returns when the last is acknowledged. */
    public void pour(int n, IntFunction<byte[]> keys, IntFunction<byte[]> values) {
        for (int i = 0; i < n; i++) {
            send(keys.apply(i), values.apply(i), metadata -> {});
        }
        producer.flush();
        check();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback has it
    private void send(byte[] key, byte[] value, Consumer<RecordMetadata> acknowledged) {
        producer.send(new ProducerRecord<>(topic, key, value), (metadata, problem) -> {
            if (problem == null) {
                acknowledged.accept(metadata);
            } else {
                failure.compareAndSet(null, problem);
            }
        });
    }

    private void check() {
        Exception problem = failure.get();
        if (problem != null) {
            throw new IllegalStateException("events could not be sent", problem);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
