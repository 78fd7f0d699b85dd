package dev.millrace.training.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed records of a topic from recorded offsets to recorded offsets, one partition after the other, so that
 * the same offsets always give the same records in the same order.
 */
public final class PartitionReader implements AutoCloseable {

    /** Offsets of one partition: {@code from} inclusive, {@code until} exclusive. */
    public record Range(TopicPartition partition, long from, long until) {

        public long length() {
            return Math.max(0, until - from);
        }
    }

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Duration stall;

    /**
     * @param client settings of a Kafka client: where the brokers are, how to log in
     * @param stall how long a partition may give nothing before reading fails
     */
    public PartitionReader(Map<String, ?> client, Duration stall) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.stall = stall;
    }

    /** Everything committed that a topic holds at this moment, by ascending partition. */
    public List<Range> everything(String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        if (partitions.isEmpty()) {
            throw new IllegalStateException(
                    "Topic " + topic + " does not exist; create it with: millrace topics apply");
        }
        Map<TopicPartition, Long> from = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> until = consumer.endOffsets(partitions);
        return partitions.stream()
                .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
                .map(partition ->
                        new Range(partition, from.getOrDefault(partition, 0L), until.getOrDefault(partition, 0L)))
                .toList();
    }

    /** @param offsetsRead told how many offsets have been passed so far, over all ranges */
    public void read(List<Range> ranges, Consumer<ConsumerRecord<byte[], byte[]>> sink, LongConsumer offsetsRead) {
        long before = 0;
        for (Range range : ranges) {
            read(range, sink, before, offsetsRead);
            before += range.length();
            offsetsRead.accept(before);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void read(
            Range range, Consumer<ConsumerRecord<byte[], byte[]>> sink, long before, LongConsumer offsetsRead) {
        consumer.assign(List.of(range.partition()));
        consumer.seek(range.partition(), range.from());
        long progressAt = System.nanoTime();
        long position = range.from();
        // The position passes transaction markers and aborted records too, of which no record ever tells.
        while (position < range.until()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < range.until()) {
                    sink.accept(record);
                }
            }
            long reached = consumer.position(range.partition());
            if (reached > position) {
                progressAt = System.nanoTime();
            } else if (System.nanoTime() - progressAt > stall.toNanos()) {
                throw new IllegalStateException(range.partition() + " gave nothing for " + stall + " at offset "
                        + reached + " of " + range.until());
            }
            position = reached;
            offsetsRead.accept(before + Math.min(position, range.until()) - range.from());
        }
    }
}
