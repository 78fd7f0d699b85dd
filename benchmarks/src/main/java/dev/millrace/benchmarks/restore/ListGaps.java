package dev.millrace.benchmarks.restore;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the lists of each partition, read_committed, and keeps the longest time without one. */
final class ListGaps implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, Long> lastNanos = new HashMap<>();
    private final Map<Integer, Long> longestNanos = new HashMap<>();
    private final int partitions;

    ListGaps(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        partitions = all.size();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position); // now, not at the first poll
    }

    /** Takes in what has come. */
    void look() {
        consumer.poll(POLL).forEach(record -> seen(record.partition(), System.nanoTime()));
    }

    private void seen(int partition, long now) {
        Long last = lastNanos.put(partition, now);
        if (last != null) {
            longestNanos.merge(partition, now - last, Math::max);
        }
    }

    /** Forgets gaps so far, not when the last lists came. */
    void reset() {
        longestNanos.clear();
    }

    /** Whether each partition has had a list later than this moment. */
    boolean allSince(long nanos) {
        return lastNanos.size() == partitions && lastNanos.values().stream().allMatch(last -> last - nanos > 0);
    }

    /** The longest time between two lists of one partition, seconds. */
    double longestSeconds() {
        return longestNanos.values().stream().mapToLong(Long::longValue).max().orElse(0) / 1e9;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
