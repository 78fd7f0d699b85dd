package dev.millrace.cli.demo;

import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.GroupLags;
import dev.millrace.cli.cluster.RecordView;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Consumes the published lists as a customer would, read_committed and from outside: knows what each user is shown now,
 * and measures how long after an event its list could be read.
 *
 * <p>Latency is the time from the append of the newest event behind a list to the topic {@code interactions} (the
 * broker's clock) until this consumer has the list in hand (the same machine's clock). It is recorded for every list
 * that takes in at least one event appended after {@link #measureFrom}.
 */
final class Audience implements Workload.Lists, AutoCloseable {

    private static final int REMEMBERED = 10;
    private static final Duration POLL = Duration.ofMillis(100);

    private final Cluster cluster;
    private final Clock clock;
    private final Deserializer<Recommendations> deserializer;
    private final Map<String, Shown> shown = new ConcurrentHashMap<>();
    private final Latencies latencies = new Latencies();
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong firstSeenMs = new AtomicLong(-1);
    private final List<TopicPartition> partitions;
    private final Thread thread;
    private volatile Map<TopicPartition, Long> positions = Map.of();
    private volatile long measureFromMs = Long.MAX_VALUE;
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    private record Shown(List<String> items, long asOfOffset) {}

    Audience(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
        this.deserializer = cluster.topics().recommendations().valueSerde().deserializer();
        String topic = cluster.topics().recommendations().name();
        this.partitions = IntStream.range(0, cluster.partitions(topic))
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        this.thread = new Thread(this::follow, "audience");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public List<String> top(String userId) {
        Shown now = shown.get(userId);
        return now == null ? List.of() : now.items();
    }

    /** Begins to measure with the events appended from this moment on, epoch milliseconds. */
    void measureFrom(long epochMillis) {
        measureFromMs = epochMillis;
    }

    Latencies latencies() {
        return latencies;
    }

    /** Lists read so far. */
    long published() {
        return published.get();
    }

    /** Users who have a list. */
    int users() {
        return shown.size();
    }

    /** When the first list of this run was read, epoch milliseconds. */
    OptionalLong firstSeenMs() {
        return firstSeenMs.get() < 0 ? OptionalLong.empty() : OptionalLong.of(firstSeenMs.get());
    }

    /** A user to try things with; empty while nobody has a list. */
    Optional<String> someUser() {
        return shown.keySet().stream().sorted().findFirst();
    }

    /** Waits until everything that is published by now has been read. */
    void catchUp() {
        Map<TopicPartition, Long> ends = new GroupLags(cluster).ends(partitions);
        while (!ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), -1L) >= end.getValue())) {
            check();
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Throws what stopped the consumer, if anything did. */
    void check() {
        RuntimeException problem = failure;
        if (problem != null) {
            throw problem;
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }

    private void follow() {
        try (Consumer<byte[], byte[]> consumer = cluster.consumer()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                consumer.poll(POLL).forEach(this::take);
                Map<TopicPartition, Long> now = new HashMap<>();
                partitions.forEach(partition -> now.put(partition, consumer.position(partition)));
                positions = now;
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String user = String.valueOf(RecordView.text(record.key()));
        Recommendations list = deserializer.deserialize(record.topic(), record.value());
        if (list == null) {
            shown.remove(user);
            return;
        }
        long now = clock.millis();
        published.incrementAndGet();
        firstSeenMs.compareAndSet(-1, now);
        Shown before = shown.put(user, new Shown(top(list), list.getAsOfOffset()));
        boolean newEvent = before == null || list.getAsOfOffset() > before.asOfOffset();
        if (newEvent && list.getEventAppendedMs() >= measureFromMs) {
            latencies.record(list.getEventAppendedMs() - measureFromMs, now - list.getEventAppendedMs());
        }
    }

    private static List<String> top(Recommendations list) {
        return list.getItems().stream()
                .limit(REMEMBERED)
                .map(RecommendedItem::getItemId)
                .toList();
    }
}
