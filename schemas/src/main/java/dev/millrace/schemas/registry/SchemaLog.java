package dev.millrace.schemas.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and appends to the one partition of the schemas topic. One thread at a time.
 *
 * <p>The consumer stays open between reads; it has no group, so nothing runs while nobody reads.
 */
final class SchemaLog implements AutoCloseable {

    private static final Duration LATE_BROKER = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final TopicPartition partition;
    private final Map<String, ?> client;
    private final Duration timeLimit;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    /**
     * @param client settings of Kafka's clients: address and security; others are left out
     * @param timeLimit of each read and append
     */
    SchemaLog(String topic, Map<String, ?> client, Duration timeLimit) {
        this.partition = new TopicPartition(topic, 0);
        this.client = client;
        this.timeLimit = timeLimit;
    }

    /** A record as it was appended. */
    record Entry(long offset, byte @Nullable [] value) {}

    /** The offset of the first record that the topic still has; 0 unless records were removed. */
    long begin() {
        return asked(reader -> reader.beginningOffsets(Set.of(partition)).getOrDefault(partition, 0L));
    }

    /**
     * Everything from an offset to the end of the log.
     *
     * @return empty too when the log does not reach to the offset any more
     * @throws UnknownTopicOrPartitionException when there is no such topic
     */
    List<Entry> read(long from) {
        return asked(reader -> {
            long end = reader.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
            if (from >= end) {
                return List.of();
            }
            reader.seek(partition, from);
            return readTo(reader, end);
        });
    }

    private List<Entry> readTo(KafkaConsumer<byte[], byte[]> reader, long end) {
        long deadline = System.nanoTime() + timeLimit.toNanos();
        var entries = new ArrayList<Entry>();
        try {
            while (reader.position(partition) < end) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new TimeoutException("the end of " + partition.topic() + " was not reached");
                }
                for (ConsumerRecord<byte[], byte[]> next : reader.poll(Duration.ofNanos(left))) {
                    entries.add(new Entry(next.offset(), next.value()));
                }
            }
            return entries;
        } catch (OffsetOutOfRangeException e) {
            return List.of();
        }
    }

    private interface Question<T> {
        T ask(KafkaConsumer<byte[], byte[]> reader);
    }

    private <T> T asked(Question<T> question) {
        try {
            return question.ask(reader());
        } catch (RuntimeException e) {
            close(); // whatever state the consumer is in, the next read begins with a new one
            throw e;
        }
    }

    private KafkaConsumer<byte[], byte[]> reader() {
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open != null) {
            return open;
        }
        Map<String, Object> config = settings(ConsumerConfig.configNames());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // A broker may be set to create what is asked for, with a retention that would lose schemas.
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A fetch ahead that is still waiting at the broker holds up the next read: half a second by default.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis());
        var opened = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer = opened;
        List<PartitionInfo> partitions = partitions(opened);
        if (partitions.size() > 1) {
            throw new KafkaException(partition.topic() + " has " + partitions.size()
                    + " partitions and must have one, for ids follow the order of its records");
        }
        opened.assign(Set.of(partition));
        return opened;
    }

    /** A topic that was just created is known to some brokers a moment later than to others. */
    private List<PartitionInfo> partitions(KafkaConsumer<byte[], byte[]> reader) {
        long deadline = System.nanoTime() + LATE_BROKER.toNanos();
        while (true) {
            List<PartitionInfo> partitions = reader.partitionsFor(partition.topic());
            if (partitions != null && !partitions.isEmpty()) {
                return partitions;
            }
            if (System.nanoTime() > deadline) {
                throw new UnknownTopicOrPartitionException("there is no topic " + partition.topic());
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** Appends the records in their order and returns when the brokers have them all. */
    void append(List<SchemaRecord> records) {
        Map<String, Object> config = settings(ProducerConfig.configNames());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(millis(), 30_000));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis());
        // Schemas are registered a few times in a registry's life: the producer and its thread are not kept.
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = records.stream()
                    .map(next -> producer.send(new ProducerRecord<>(partition.topic(), 0, next.key(), next.bytes())))
                    .toList();
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private Map<String, Object> settings(Set<String> names) {
        var config = new HashMap<String, Object>();
        client.forEach((key, value) -> {
            if (names.contains(key)) {
                config.put(key, value);
            }
        });
        config.put("client.id", "millrace-schemas");
        return config;
    }

    private int millis() {
        return Math.toIntExact(Math.min(timeLimit.toMillis(), Integer.MAX_VALUE));
    }

    @Override
    public void close() {
        KafkaConsumer<byte[], byte[]> open = consumer;
        consumer = null;
        if (open != null) {
            open.close(CloseOptions.timeout(Duration.ZERO));
        }
    }
}
