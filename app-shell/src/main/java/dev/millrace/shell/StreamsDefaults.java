package dev.millrace.shell;

import dev.millrace.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;

/** Kafka Streams as Millrace runs it; {@code kafka.*} settings win over everything here. */
final class StreamsDefaults {

    private StreamsDefaults() {}

    static StreamsConfig of(String app, Settings settings, Topics topics, Map<String, Object> ofApp) {
        Map<String, Object> config = new HashMap<>();
        config.put(
                StreamsConfig.APPLICATION_ID_CONFIG,
                settings.optional("application.id").orElse(topics.prefix() + "." + app));
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.text("bootstrap.servers"));
        config.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                settings.choice("processing.guarantee", StreamsConfig.EXACTLY_ONCE_V2, StreamsConfig.AT_LEAST_ONCE));
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.integer("commit.interval.ms", 1, 60_000));
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.integer("num.stream.threads", 1, 256));
        config.put(StreamsConfig.STATE_DIR_CONFIG, settings.text("state.dir"));
        latency(config);
        failover(config);
        safety(config, topics.dlq(app));
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksDbMemory.class);
        config.put(SharedRocksDbMemory.MEGABYTES, settings.integer("rocksdb.memory.mb", 16, 1 << 20));
        config.putAll(ofApp);
        config.putAll(settings.kafka());
        return new StreamsConfig(config);
    }

    private static void latency(Map<String, Object> config) {
        // Streams' own default is 100 ms: each hop would wait that long for company.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        // How long a fetch waits at the broker for data and the loop for a fetch; defaults (500, 100) delay commits
        // and punctuations of a quiet partition.
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 20);
        config.put(StreamsConfig.POLL_MS_CONFIG, 5);
    }

    private static void failover(Map<String, Object> config) {
        // A killed instance is noticed after this long; measured longest gap 5 s, against 42 s with the default 45 s.
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_500);
        // Readers wait this long for a killed instance's open transaction; it must outlast the worst pause.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
    }

    private static void safety(Map<String, Object> config, String deadLetters) {
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        config.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, deadLetters);
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        config.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class);
        config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        // A model artifact or a long list must fit wherever it is forwarded.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 2 << 20);
    }
}
