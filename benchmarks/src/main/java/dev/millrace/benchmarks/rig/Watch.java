package dev.millrace.benchmarks.rig;

import dev.millrace.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics from their present ends as a customer would, read_committed, and notes when each record could be read.
 * The lists have a consumer of their own: how soon they are seen must not depend on what else is watched.
 */
public final class Watch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Topics topics;
    private final Sightings sightings;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    public Watch(Rig rig, Sightings sightings) {
        this.topics = rig.topics();
        this.sightings = sightings;
        watch(rig, "watch-lists", topics.recommendations().name());
        watch(rig, "watch-events", topics.interactionsValid().name());
        watch(rig, "watch-candidates", topics.candidates().name());
    }

    private void watch(Rig rig, String name, String topic) {
        KafkaConsumer<byte[], byte[]> consumer = consumer(rig);
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // now, not at the first poll
        Thread thread = new Thread(() -> follow(consumer), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Rig rig) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, rig.bootstrapServers());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer) {
        RecordHead head = new RecordHead();
        try (consumer) {
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    note(head, record);
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void note(RecordHead head, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        long now = System.nanoTime();
        int user = RecordHead.user(record.key());
        if (record.topic().equals(topics.interactionsValid().name())) {
            sightings.event(head.eventNumber(record.value()), user, record.offset(), now);
            return;
        }
        boolean isList = record.topic().equals(topics.recommendations().name());
        long asOf = isList ? head.asOfOfList(record.value()) : head.asOfOfCandidates(record.value());
        if (asOf == RecordHead.NO_EVENT) {
            sightings.background();
        } else if (isList) {
            sightings.list(user, asOf, now, System.currentTimeMillis());
        } else {
            sightings.candidates(user, asOf, now);
        }
    }

    /** Throws what stopped a reader, if anything did. */
    public void check() {
        RuntimeException problem = failure;
        if (problem != null) {
            throw problem;
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
