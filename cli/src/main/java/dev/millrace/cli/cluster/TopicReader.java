package dev.millrace.cli.cluster;

import dev.millrace.cli.console.CommandFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/** Reads committed records of topics from the beginning to where they end now, or on and on. */
public final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Cluster cluster;

    public TopicReader(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Hands over every record up to the present end of the topic.
     *
     * @param visitor false ends the reading
     */
    public void readAll(String topic, Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        read(topic, all -> all, visitor);
    }

    /** As {@link #readAll}, but only records with this key, and only from the partition where they are. */
    public void readKey(String topic, byte[] key, Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        // The place that Kafka's default partitioner gives the key; the pipeline uses no other.
        int hash = Utils.toPositive(Utils.murmur2(key));
        read(
                topic,
                all -> all.stream()
                        .filter(p -> p.partition() == hash % all.size())
                        .toList(),
                record -> !Arrays.equals(record.key(), key) || visitor.test(record));
    }

    /** Hands over every record of these topics that the brokers hold, also those that were never committed. */
    void readEverything(
            Collection<String> topics, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        try (Consumer<byte[], byte[]> consumer = cluster.consumerOfAll()) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> partitions(consumer, topic).stream())
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!reached(consumer, ends)) {
                visit(consumer.poll(POLL), ends, record -> {
                    visitor.accept(record);
                    return true;
                });
            }
        } catch (KafkaException e) {
            throw cluster.explained(e);
        }
    }

    private void read(
            String topic,
            UnaryOperator<List<TopicPartition>> choice,
            Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        try (Consumer<byte[], byte[]> consumer = cluster.consumer()) {
            List<TopicPartition> partitions = choice.apply(partitions(consumer, topic));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            var stall = new Stall(cluster);
            boolean wanted = true;
            while (wanted && !reached(consumer, ends)) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                wanted = visit(records, ends, visitor);
                stall.look(topic, positions(consumer, ends.keySet()));
            }
        } catch (KafkaException e) {
            throw cluster.explained(e);
        }
    }

    /**
     * Follows a topic until the visitor has had enough.
     *
     * @param fromBeginning whether the records that are there already come first
     */
    public void follow(String topic, boolean fromBeginning, Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        follow(topic, fromBeginning, visitor, () -> true);
    }

    /** As {@link #follow(String, boolean, Predicate)}, until somebody else has had enough as well. */
    public void follow(
            String topic,
            boolean fromBeginning,
            Predicate<ConsumerRecord<byte[], byte[]>> visitor,
            BooleanSupplier goOn) {
        try (Consumer<byte[], byte[]> consumer = cluster.consumer()) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            if (fromBeginning) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
            }
            long looked = System.nanoTime();
            while (goOn.getAsBoolean() && visit(consumer.poll(POLL), Map.of(), visitor)) {
                if (System.nanoTime() - looked > cluster.timeout().toNanos()) {
                    // A consumer whose broker or topic is gone waits for it in silence; a question is refused.
                    consumer.endOffsets(partitions);
                    looked = System.nanoTime();
                }
            }
        } catch (KafkaException e) {
            throw cluster.explained(e);
        }
    }

    private static boolean visit(
            ConsumerRecords<byte[], byte[]> records,
            Map<TopicPartition, Long> ends,
            Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            long end = ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), Long.MAX_VALUE);
            if (record.offset() < end && !visitor.test(record)) {
                return false;
            }
        }
        return true;
    }

    private static long positions(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        return partitions.stream().mapToLong(consumer::position).sum();
    }

    /**
     * Ends a reading that does not get on: once a position is known, a consumer whose broker is gone waits for ever.
     */
    private static final class Stall {

        private final Cluster cluster;
        private long positions = -1;
        private long movedNanos = System.nanoTime();

        Stall(Cluster cluster) {
            this.cluster = cluster;
        }

        void look(String topic, long now) {
            if (now != positions) {
                positions = now;
                movedNanos = System.nanoTime();
            } else if (System.nanoTime() - movedNanos > cluster.timeout().toNanos()) {
                throw CommandFailure.failed("the topic " + topic + " gave nothing for "
                        + cluster.timeout().toSeconds() + " s before its end; does the broker at "
                        + cluster.bootstrapServers() + " still run?");
            }
        }
    }

    private static boolean reached(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
        // Listing all topics first: asking for one that does not exist would wait for it until the timeout.
        List<PartitionInfo> found = consumer.listTopics().get(topic);
        if (found == null) {
            throw CommandFailure.failed(
                    "there is no topic " + topic + "; `millrace topics list` shows those there are");
        }
        return found.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /**
     * The number of records between beginning and end of each partition, by topic; markers of transactions included.
     */
    public static Map<String, Long> spans(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<String, Long> spans = new HashMap<>();
        consumer.endOffsets(partitions)
                .forEach((partition, end) ->
                        spans.merge(partition.topic(), end - begins.getOrDefault(partition, 0L), Long::sum));
        return spans;
    }
}
