package dev.millrace.testkit;

import dev.millrace.schemas.Topic;
import dev.millrace.schemas.TopicSpec;
import dev.millrace.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;

/**
 * What a test does at the ends of a pipeline, with plain clients: creates topics, writes, and reads committed records
 * until what it waits for is there.
 *
 * @param bootstrapServers where the broker listens
 */
public record BrokerProbe(String bootstrapServers) {

    /** Waiting longer than this is a failure, with a message that says what had come until then. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Creates every topic of the catalogue. @param partitions of each partitioned topic */
    public void createTopics(Topics topics, int partitions) {
        create(topics.specs(), partitions);
    }

    /** @param partitions of each partitioned topic among them */
    public void create(Collection<TopicSpec> specs, int partitions) {
        List<NewTopic> topics = specs.stream()
                .map(spec -> spec.toNewTopic(partitions, (short) 1))
                .toList();
        try (Admin admin = admin()) {
            get(admin.createTopics(topics).all());
        }
    }

    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Returns when the broker has the record. */
    public <K, V> void produce(Topic<K, V> topic, K key, V value) {
        produce(topic, List.of(KeyValue.pair(key, value)));
    }

    /** In this order; returns when the broker has them all. */
    public <K, V> void produce(Topic<K, V> topic, Collection<KeyValue<K, V>> records) {
        try (Producer<K, V> producer =
                producer(topic.keySerde().serializer(), topic.valueSerde().serializer())) {
            records.forEach(record -> producer.send(new ProducerRecord<>(topic.name(), record.key, record.value)));
            producer.flush();
        }
    }

    /** For tests that send on their own schedule; the caller closes it. */
    public <K, V> Producer<K, V> producer(Serializer<K> keys, Serializer<V> values) {
        return new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.ACKS_CONFIG, "all"),
                keys,
                values);
    }

    /** All committed records of the topic from its beginning, as soon as there are {@code count} of them. */
    public <K, V> List<ConsumerRecord<K, V>> await(Topic<K, V> topic, int count) {
        return await(topic, count + " records", records -> records.size() >= count, PATIENCE);
    }

    /**
     * All committed records of the topic from its beginning, as soon as the condition holds for them.
     *
     * @param what completes the sentence "waited for …"
     */
    public <K, V> List<ConsumerRecord<K, V>> await(
            Topic<K, V> topic, String what, Predicate<List<ConsumerRecord<K, V>>> condition, Duration patience) {
        return await(
                topic.name(),
                topic.keySerde().deserializer(),
                topic.valueSerde().deserializer(),
                what,
                condition,
                patience);
    }

    /** Committed records as bytes, such as dead letters. */
    public List<ConsumerRecord<byte[], byte[]>> awaitRaw(String topic, int count) {
        return awaitRaw(topic, count + " records", records -> records.size() >= count);
    }

    /** Committed records as bytes, as soon as the condition holds for them. */
    public List<ConsumerRecord<byte[], byte[]>> awaitRaw(
            String topic, String what, Predicate<List<ConsumerRecord<byte[], byte[]>>> condition) {
        return await(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer(), what, condition, PATIENCE);
    }

    private <K, V> List<ConsumerRecord<K, V>> await(
            String topic,
            Deserializer<K> keys,
            Deserializer<V> values,
            String what,
            Predicate<List<ConsumerRecord<K, V>>> condition,
            Duration patience) {
        List<ConsumerRecord<K, V>> records = new ArrayList<>();
        long deadline = System.nanoTime() + patience.toNanos();
        try (var consumer = new KafkaConsumer<>(fromTheBeginning(), keys, values)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            while (!condition.test(records)) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(missing(topic, what, patience, records));
                }
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            }
        }
        return records;
    }

    private static <K, V> String missing(
            String topic, String what, Duration patience, List<ConsumerRecord<K, V>> records) {
        String last = records.isEmpty()
                ? ""
                : ", the last: " + records.get(records.size() - 1).key() + " = "
                        + records.get(records.size() - 1).value();
        return "Waited " + patience.toSeconds() + " s for " + what + " on " + topic + "; " + records.size() + " came"
                + last;
    }

    private Properties fromTheBeginning() {
        var config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return config;
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the broker", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("The broker refused or did not answer", e);
        }
    }
}
