package dev.millrace.cli.cluster;

import dev.millrace.cli.console.CommandFailure;
import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Secrets;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.registry.KafkaRegistry;
import dev.millrace.schemas.registry.RegistryException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A connection to one cluster and its registry. The admin client and the serdes are made at the first use. */
public final class Cluster implements AutoCloseable {

    private final Map<String, Object> settings;
    private final String prefix;
    private final Duration timeout;
    private @Nullable Admin admin;
    private @Nullable AvroSerdes serdes;
    private @Nullable Topics topics;

    /**
     * A cluster by its client settings.
     *
     * @param settings Kafka's client settings and the registry's, by their own names
     * @param prefix of the topics
     * @param timeout for each question
     */
    public Cluster(Map<String, Object> settings, String prefix, Duration timeout) {
        this.settings = Map.copyOf(settings);
        this.prefix = prefix;
        this.timeout = timeout;
    }

    public String bootstrapServers() {
        return String.valueOf(settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }

    /** As it may be shown: without the password that an address may carry. */
    public String registryUrl() {
        return isRegistryInTopic()
                ? "the topic " + KafkaRegistry.topic(prefix)
                : Secrets.withoutUser(String.valueOf(settings.get("schema.registry.url")));
    }

    /** Whether the registry is nothing but a topic of the cluster. */
    public boolean isRegistryInTopic() {
        return KafkaRegistry.isMeant(settings);
    }

    /** First part of the names of topics and, unless set otherwise, of the apps' consumer groups. */
    public String prefix() {
        return prefix;
    }

    public Map<String, Object> settings() {
        return settings;
    }

    public Duration timeout() {
        return timeout;
    }

    public Topics topics() {
        if (topics == null) {
            topics = Topics.of(prefix, serdes());
        }
        return topics;
    }

    public AvroSerdes serdes() {
        if (serdes == null) {
            try {
                serdes = AvroSerdes.configured(registrySettings());
            } catch (IllegalArgumentException e) {
                throw CommandFailure.badInput("the schema registry's settings cannot be used: " + e.getMessage(), e);
            }
        }
        return serdes;
    }

    private Map<String, Object> registrySettings() {
        Map<String, Object> registry = new HashMap<>(settings);
        registry.put("topics.prefix", prefix);
        registry.putIfAbsent("schema.registry.timeout.ms", timeout.toMillis());
        return registry;
    }

    public Admin admin() {
        if (admin == null) {
            Properties properties = kafkaSettings();
            int millis = Math.toIntExact(timeout.toMillis());
            properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
            properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
            try {
                admin = Admin.create(properties);
            } catch (KafkaException e) {
                throw unusable(e);
            }
        }
        return admin;
    }

    /** How many partitions an existing topic has. */
    public int partitions(String topic) {
        return answer(admin().describeTopics(List.of(topic)).allTopicNames()).values().stream()
                .mapToInt(description -> description.partitions().size())
                .sum();
    }

    /** A consumer of committed records, without a group; raw bytes, so that one bad record does not stop a reader. */
    public Consumer<byte[], byte[]> consumer() {
        return consumer("read_committed");
    }

    /** As {@link #consumer}, of whatever the brokers hold: also what was never or is not yet committed. */
    Consumer<byte[], byte[]> consumerOfAll() {
        return consumer("read_uncommitted");
    }

    private Consumer<byte[], byte[]> consumer(String isolation) {
        Properties properties = kafkaSettings();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(timeout.toMillis()));
        try {
            return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw unusable(e);
        }
    }

    /** A producer that neither loses nor repeats what it was given. */
    public Producer<byte[], byte[]> producer() {
        return producer(kafkaSettings());
    }

    /**
     * A producer of transactions.
     *
     * @param transactionalId whoever has it first is shut out by whoever comes later
     */
    public Producer<byte[], byte[]> producer(String transactionalId) {
        Properties properties = kafkaSettings();
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return producer(properties);
    }

    private Producer<byte[], byte[]> producer(Properties properties) {
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout.toMillis());
        try {
            return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw unusable(e);
        }
    }

    /** Waits for an answer of the admin client and puts what went wrong into a sentence. */
    public <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw explained(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while waiting for Kafka", e);
        }
    }

    /** The sentence for a failure of a Kafka client. */
    public CommandFailure explained(Throwable failure) {
        if (failure instanceof RegistryException) {
            return CommandFailure.failed(
                    "the schema registry at " + registryUrl() + ": " + failure.getMessage(), failure);
        }
        if (failure instanceof TimeoutException) {
            return CommandFailure.failed(
                    "no Kafka broker answers at " + bootstrapServers() + " within " + timeout.toSeconds()
                            + " s; is it running, and is --bootstrap-server right?",
                    failure);
        }
        if (failure instanceof UnsupportedVersionException) {
            return CommandFailure.failed(
                    "the broker at " + bootstrapServers() + " is too old: " + failure.getMessage(), failure);
        }
        return CommandFailure.failed("Kafka at " + bootstrapServers() + " refused: " + failure.getMessage(), failure);
    }

    @Override
    public void close() {
        if (serdes != null) {
            serdes.close();
        }
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }

    private CommandFailure unusable(KafkaException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return CommandFailure.badInput("the Kafka client settings cannot be used: " + cause.getMessage(), e);
    }

    private Properties kafkaSettings() {
        Properties properties = new Properties();
        settings.forEach((key, value) -> {
            if (!key.startsWith("schema.registry.")) {
                properties.put(key, value);
            }
        });
        return properties;
    }
}
