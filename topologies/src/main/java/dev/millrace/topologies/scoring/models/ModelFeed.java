package dev.millrace.topologies.scoring.models;

import dev.millrace.model.features.ItemView;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.registry.RegistryException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code models}, {@code model-artifacts} and {@code rollouts} on a thread of its own and keeps the models of
 * one slot in service. Beside the topology, because a model is loaded for seconds and the threads that score must not
 * wait for it. Reads from the beginning at every start: what serves is a function of the topics alone.
 */
public final class ModelFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelFeed.class);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final Topics topics;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final ModelsInService service = new ModelsInService();
    private final ModelMetrics metrics;
    private final Supplier<Reading> readings;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "model-feed");
    private volatile ModelStatus status;

    /** One pass over the topics from the beginning, until it breaks off. */
    private record Reading(ArtifactReader artifacts, ModelDesk desk) {}

    /** @param consumers makes read_committed consumers without a group, see {@link #consumers} */
    public ModelFeed(
            Topics topics,
            ModelUse use,
            ModelFeedSettings limits,
            ItemView items,
            MeterRegistry meters,
            Supplier<Consumer<byte[], byte[]>> consumers) {
        this.topics = topics;
        this.consumers = consumers;
        this.metrics = new ModelMetrics(meters);
        this.status = ModelStatus.starting(use.slot());
        var loader = new ModelLoader(use, limits, items);
        this.readings = () -> {
            var artifacts = new ArtifactReader(consumers);
            return new Reading(artifacts, new ModelDesk(use.slot(), loader, artifacts, service, metrics));
        };
        thread.setDaemon(true);
    }

    /** @param client {@code bootstrap.servers}, security and whatever else the deployment sets for clients */
    public static Supplier<Consumer<byte[], byte[]>> consumers(Map<String, Object> client) {
        Map<String, Object> config = new HashMap<>(client);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return () -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    public ModelFeed start() {
        thread.start();
        return this;
    }

    /** What scoring takes its models from. */
    public ModelSource models() {
        return service;
    }

    public ModelStatus status() {
        return status;
    }

    /** Whether what was rolled out serves, or nothing was rolled out yet. */
    public boolean isReady() {
        return status.ready() && thread.isAlive();
    }

    private void run() {
        while (closing.getCount() > 0) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                follow(consumer, readings.get());
            } catch (WakeupException | InterruptException e) {
                LOG.debug("The model feed ends", e);
                return;
            } catch (RuntimeException e) {
                // Whatever it was: a feed that has ended leaves an app that lives and will never be ready again.
                metrics.feedFailed();
                LOG.error("Reading the model topics broke off; it begins again in {}", AFTER_FAILURE, e);
                pause();
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer, Reading reading) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic<?, ?> topic : List.of(topics.models(), topics.modelArtifacts(), topics.rollouts())) {
            consumer.partitionsFor(topic.name())
                    .forEach(info -> partitions.add(new TopicPartition(topic.name(), info.partition())));
        }
        if (partitions.isEmpty()) {
            throw new IllegalStateException("the topics of models do not exist");
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> missing = new HashMap<>(consumer.endOffsets(partitions));
        while (closing.getCount() > 0) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(missing.isEmpty() ? POLL : Duration.ofMillis(50));
            records.forEach(record -> accept(record, reading));
            if (missing.isEmpty() && !records.isEmpty()) {
                // A manifest may be read before the files that were written with it in another partition.
                missing.putAll(consumer.endOffsets(partitions));
            }
            missing.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            if (missing.isEmpty()) {
                reading.desk().settle();
                status = reading.desk().status();
                service.closeRetired();
            }
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> record, Reading reading) {
        try {
            if (record.topic().equals(topics.modelArtifacts().name())) {
                String version = reading.artifacts().passed(record);
                if (version != null) {
                    reading.desk().arrived(version);
                }
            } else if (record.topic().equals(topics.models().name())) {
                String version = key(topics.models(), record);
                reading.desk().manifest(version, value(topics.models(), record));
            } else {
                var rollout = value(topics.rollouts(), record);
                if (rollout != null) {
                    reading.desk().rollout(rollout);
                }
            }
        } catch (RuntimeException e) { // only memory is touched here
            if (RegistryException.isRegistryAtFault(e)) {
                throw e;
            }
            metrics.unreadable();
            LOG.error(
                    "Passed by {}-{}@{}, which cannot be used", record.topic(), record.partition(), record.offset(), e);
        }
    }

    private static String key(Topic<String, ?> topic, ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            throw new SerializationException("a record of " + topic.name() + " without a key");
        }
        return topic.keySerde().deserializer().deserialize(topic.name(), record.headers(), record.key());
    }

    private static <V> @Nullable V value(Topic<String, V> topic, ConsumerRecord<byte[], byte[]> record) {
        return topic.valueSerde().deserializer().deserialize(topic.name(), record.headers(), record.value());
    }

    private void pause() {
        try {
            boolean ending = closing.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
            LOG.debug("Paused, ending: {}", ending);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    /** Returns when the thread has ended; what served goes on serving whoever still asks. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
