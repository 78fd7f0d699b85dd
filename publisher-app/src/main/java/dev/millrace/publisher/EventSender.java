package dev.millrace.publisher;

import dev.millrace.schemas.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends events to the input topics, keyed by user, with every replica's acknowledgement. Any number of threads. */
final class EventSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventSender.class);

    private final Producer<byte[], byte[]> producer;
    private final Duration ackTimeout;

    EventSender(Producer<byte[], byte[]> producer, Duration ackTimeout) {
        this.producer = producer;
        this.ackTimeout = ackTimeout;
    }

    /** @param settings address and security */
    static EventSender of(Map<String, Object> settings, Duration ackTimeout) {
        var config = new HashMap<String, Object>(settings);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // Gives up when the request does: what is sent after the client was told 503 would be sent twice.
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(ackTimeout.toMillis()));
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(ackTimeout.toMillis() / 2));
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.toIntExact(ackTimeout.toMillis() / 2));
        return new EventSender(
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()), ackTimeout);
    }

    /** Completes when the broker has acknowledged all; fails with a {@link Problem} when it has not. */
    <V> CompletableFuture<Void> send(Topic<?, V> topic, List<V> events, Function<V, String> user) {
        try {
            CompletableFuture<?>[] acks = events.stream()
                    .map(event -> send(topic, user.apply(event), event))
                    .toArray(CompletableFuture<?>[]::new);
            return CompletableFuture.allOf(acks)
                    .orTimeout(ackTimeout.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionallyCompose(failure -> CompletableFuture.failedFuture(notAcknowledged(failure)));
        } catch (KafkaException e) {
            throw notAcknowledged(e);
        }
    }

    private <V> CompletableFuture<Void> send(Topic<?, V> topic, String user, V event) {
        byte[] key = Serdes.String().serializer().serialize(topic.name(), user);
        byte[] value = topic.valueSerde().serializer().serialize(topic.name(), event);
        var acknowledged = new CompletableFuture<Void>();
        var unused = producer.send(new ProducerRecord<>(topic.name(), key, value), (metadata, failure) -> {
            if (failure == null) {
                acknowledged.complete(null);
            } else {
                acknowledged.completeExceptionally(failure);
            }
        });
        return acknowledged;
    }

    private static Problem notAcknowledged(Throwable failure) {
        LOG.warn("The broker did not acknowledge events of a request", failure);
        return Problem.unavailable("The broker did not acknowledge every event; send all of them again, with an eventId"
                + " each, so that repeats are dropped");
    }

    @Override
    public void close() {
        producer.close(ackTimeout);
    }
}
