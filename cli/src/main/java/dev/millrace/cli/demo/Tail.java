package dev.millrace.cli.demo;

import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.console.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows topics from their beginnings, committed records only, and knows where the last record of each partition is:
 * the end of a partition would not do, for the marker of a transaction stands there, which nobody commits past.
 */
final class Tail implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    /** Without any record, although the end is not reached. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Gets every record once, in the order of each partition. */
    interface Listener {
        void record(ConsumerRecord<byte[], byte[]> record);
    }

    private final Consumer<byte[], byte[]> consumer;
    private final Listener listener;
    private final Map<String, List<TopicPartition>> topics = new HashMap<>();
    private final Map<TopicPartition, Long> after = new HashMap<>();

    /** @param names full names of topics, internal ones too */
    Tail(Cluster cluster, Collection<String> names, Listener listener) {
        this.consumer = cluster.consumer();
        this.listener = listener;
        List<TopicPartition> all = new ArrayList<>();
        for (String name : names) {
            List<TopicPartition> partitions = IntStream.range(0, cluster.partitions(name))
                    .mapToObj(partition -> new TopicPartition(name, partition))
                    .toList();
            topics.put(name, partitions);
            all.addAll(partitions);
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /**
     * Reads what is committed of these topics by now.
     *
     * @return by partition the offset after its last record; partitions without any are absent
     */
    Map<TopicPartition, Long> catchUp(String... names) {
        List<TopicPartition> wanted = new ArrayList<>();
        for (String name : names) {
            wanted.addAll(topics.getOrDefault(name, List.of()));
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(wanted);
        long begun = System.nanoTime();
        while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                after.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                listener.record(record);
                begun = System.nanoTime();
            }
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw CommandFailure.failed(
                        "nothing came of " + List.of(names) + " for " + PATIENCE.toSeconds() + " s");
            }
        }
        Map<TopicPartition, Long> found = new HashMap<>(after);
        found.keySet().retainAll(wanted);
        return found;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
