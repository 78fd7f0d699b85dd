package dev.millrace.shell;

import dev.millrace.schemas.StopUnwritable;
import dev.millrace.schemas.TopicSpec;
import dev.millrace.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of Kafka Streams that all apps share; the reason stands beside what is not obvious. */
final class StreamsDefaults {

    private StreamsDefaults() {}

    static Properties of(AppDefinition app, Settings settings, Topics topics) {
        var config = new Properties();
        identity(config, app, settings);
        naming(config);
        internalTopics(config);
        latency(config, settings);
        failover(config, settings);
        deadLetters(config, topics.dlq(app.name()));
        config.putAll(app.streamsSettings().apply(settings));
        config.putAll(settings.kafka());
        if ("streams".equalsIgnoreCase(config.getProperty(StreamsConfig.GROUP_PROTOCOL_CONFIG))) {
            brokerKeepsSessions(config);
        }
        return config;
    }

    private static final int LINGER_UNTIL_COMMIT_MS = 20;
    private static final int LINGER_MS = 5;
    private static final int FIRST_RETRY_MS = 10;
    private static final int BATCH_BYTES = 64 * 1024;
    private static final int TABLE_FETCH_MS = 500;

    private static void identity(Properties config, AppDefinition app, Settings settings) {
        // Prefix first: ACLs and tenants are cut by it, for groups and internal topics too.
        String id = settings.optional("application.id").orElse(settings.text("topics.prefix") + "." + app.name());
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, id);
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.text("bootstrap.servers"));
        String dir = settings.optional("state.dir")
                .orElse(Path.of(System.getProperty("java.io.tmpdir"), "millrace")
                        .toString());
        config.put(StreamsConfig.STATE_DIR_CONFIG, dir);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.integer("num.stream.threads", 1, 1_000));
    }

    private static void naming(Properties config) {
        // A store or repartition topic with a generated name changes its name when the topology changes, and orphans
        // deployed state.
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // topology.optimization stays off: a deployed topology is exactly the one whose shape is committed.
    }

    private static void internalTopics(Properties config) {
        // Otherwise a partition with little traffic is not compacted for as long as it stays below the broker's share
        // of dirty bytes: what a tombstone deletes, of an erased user for example, would stay for ever.
        config.put(
                StreamsConfig.topicPrefix(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG),
                Long.toString(TopicSpec.COMPACTED_WITHIN.toMillis()));
    }

    private static void latency(Properties config, Settings settings) {
        String guarantee =
                settings.oneOf("processing.guarantee", StreamsConfig.EXACTLY_ONCE_V2, StreamsConfig.AT_LEAST_ONCE);
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        // Under exactly-once each hop waits for the upstream commit. Three hops at 1,000 events/s, p50/p99: 100 ms (the
        // default) 551/978 ms, 50 ms 121/196, 20 ms 72/239, 10 ms 45/109; but 10 ms saturates at 3,000 events/s. So the
        // interval is long, and topologies ask for a commit when fresh output waits for one.
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.integer("commit.interval.ms", 1, 600_000));
        // Kafka Streams says 100 ms. At 0 nearly every record is a request: at 1,000 events/s that takes both cores and
        // lists wait for 215 ms; with 5 ms 1.6 of them and 18 ms. Under exactly-once waiting costs nothing, as readers
        // wait for the commit and a commit flushes.
        int linger = settings.optional("linger.ms").isPresent()
                ? settings.integer("linger.ms", 0, 10_000)
                : guarantee.equals(StreamsConfig.EXACTLY_ONCE_V2) ? LINGER_UNTIL_COMMIT_MS : LINGER_MS;
        config.put(producer(ProducerConfig.LINGER_MS_CONFIG), linger);
        // The default of 16 KiB is full after five lists, and a batch costs producer and broker as much as some records
        // do: on a backlog the apps take 5 to 10 % less CPU per list with 64. None waits longer than linger.ms.
        config.put(producer(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        // The first record after a commit is refused while the broker still ends the transaction before it, for a few
        // milliseconds; with the default of 100 ms until the next attempt that alone is the slowest list in a hundred.
        config.put(producer(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), FIRST_RETRY_MS);
        // What time asks for is done between two polls: 100 ms of them cost 45 ms at the median over three hops.
        config.put(consumer(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), settings.integer("fetch.max.wait.ms", 1, 10_000));
        config.put(StreamsConfig.POLL_MS_CONFIG, settings.integer("poll.ms", 0, 10_000));
        config.put(consumer(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), settings.integer("fetch.min.bytes", 1, 1 << 30));
        // Tables have a reader that waits by itself, see IdleClients.
        config.put(StreamsConfig.globalConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), 1);
        config.put(StreamsConfig.globalConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), TABLE_FETCH_MS);
        // Otherwise a record waits until the lag of every other input is known to be none, and each check formats a
        // message that nobody reads: 4 % of the CPU. An app that cares about the order between topics says so.
        config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    }

    private static void failover(Properties config, Settings settings) {
        // Longest gap in the output after a kill: 42 s with the default of 45 s, 5.0 s with 6 s.
        Duration session = settings.duration("session.timeout");
        config.put(consumer(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), Math.toIntExact(session.toMillis()));
        config.put(consumer(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), Math.toIntExact(session.toMillis() / 4));
        // Readers wait for the transaction of a killed app until it times out; a living app must never pause as long.
        Duration transaction = settings.duration("transaction.timeout");
        config.put(producer(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), Math.toIntExact(transaction.toMillis()));
        // Under exactly-once the state of a crashed instance is wiped and restored; a standby has it already.
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.integer("num.standby.replicas", 0, 10));
    }

    private static void deadLetters(Properties config, String topic) {
        config.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, topic);
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, CountedUnreadable.class);
        config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, CountedBugs.class);
        config.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, StopUnwritable.class);
        // Without it a bug on one record of a global topic stops every instance.
        config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
    }

    /** With the broker-side protocols sessions are the group's setting, and clients refuse to have their own. */
    private static void brokerKeepsSessions(Properties config) {
        config.remove(consumer(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG));
        config.remove(consumer(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG));
    }

    private static String consumer(String key) {
        return StreamsConfig.consumerPrefix(key);
    }

    private static String producer(String key) {
        return StreamsConfig.producerPrefix(key);
    }
}
