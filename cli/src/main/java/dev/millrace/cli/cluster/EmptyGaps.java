package dev.millrace.cli.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Tells the gaps that hold nothing to read. Every transaction ends with a marker that takes up an offset, and a Kafka
 * Streams task commits past a marker only after it has read a record of that partition since it started: a task that
 * was restarted on quiet input stays some offsets behind the end although it has read everything.
 */
public final class EmptyGaps {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Cluster cluster;
    private final Map<Gap, Boolean> known = new HashMap<>();

    public EmptyGaps(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Finds the gaps without a record, by reading each up to its first. What was found for the gaps of the last call is
     * remembered.
     */
    public Set<Gap> among(Collection<Gap> gaps) {
        known.keySet().retainAll(gaps);
        Map<TopicPartition, Gap> unknown = new HashMap<>();
        for (Gap gap : gaps) {
            // Of two groups' gaps in one partition, the one that is longer is read first; the other has its turn below.
            if (!known.containsKey(gap)) {
                unknown.merge(gap.partition(), gap, (one, other) -> one.from() <= other.from() ? one : other);
            }
        }
        if (!unknown.isEmpty()) {
            read(unknown.values());
            return among(gaps);
        }
        return gaps.stream().filter(gap -> known.getOrDefault(gap, false)).collect(Collectors.toSet());
    }

    private void read(Collection<Gap> gaps) {
        try (Consumer<byte[], byte[]> consumer = cluster.consumer()) {
            consumer.assign(gaps.stream().map(Gap::partition).toList());
            gaps.forEach(gap -> consumer.seek(gap.partition(), gap.from()));
            Set<Gap> open = new HashSet<>(gaps);
            long deadline = System.nanoTime() + cluster.timeout().toNanos();
            while (!open.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw cluster.explained(new TimeoutException("no answer about " + open));
                }
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                for (Gap gap : List.copyOf(open)) {
                    boolean found = records.records(gap.partition()).stream().anyMatch(r -> r.offset() < gap.to());
                    if (found || consumer.position(gap.partition()) >= gap.to()) {
                        known.put(gap, !found);
                        open.remove(gap);
                    }
                }
            }
        } catch (KafkaException e) {
            throw cluster.explained(e);
        }
    }
}
