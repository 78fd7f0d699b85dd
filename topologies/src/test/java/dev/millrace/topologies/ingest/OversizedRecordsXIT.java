package dev.millrace.topologies.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import dev.millrace.schemas.DeadLetterFailed;
import dev.millrace.schemas.DeadLetterUnreadable;
import dev.millrace.schemas.StopUnwritable;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.testkit.BrokerProbe;
import dev.millrace.testkit.BrokerUnderTest;
import dev.millrace.testkit.TestTopics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Around the size that broker and producer take at most, no record may stop the ingest. */
class OversizedRecordsXIT {

    static final int FROM = 921 * 1024;
    static final int TO = 1126 * 1024;

    static BrokerUnderTest broker;

    @TempDir
    Path dir;

    final Topics topics = TestTopics.fresh();
    final long now = System.currentTimeMillis();
    int dead;
    int refused;
    int good;

    @BeforeAll
    static void startBroker() {
        broker = BrokerUnderTest.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void shouldSetAsideWhatIsAboutAsLargeAsTheLimit() throws Exception {
        shouldSetAside(IntStream.of(FROM, 999_000, 1_000_100, 1_047_500, 1_048_480, TO));
    }

    @Test
    @EnabledIfSystemProperty(
            named = "millrace.long",
            matches = "true",
            disabledReason = "long; run with -Dmillrace.long=true")
    void shouldSetAsideEverySizeAroundTheLimit() throws Exception {
        shouldSetAside(IntStream.iterate(FROM, size -> size <= TO, size -> size + 1024));
    }

    private void shouldSetAside(IntStream sizes) throws Exception {
        BrokerProbe probe = broker.probe();
        probe.createTopics(topics, 1);
        try (KafkaStreams streams = start();
                Producer<byte[], byte[]> producer = producer(1 << 20, "none");
                Producer<byte[], byte[]> squeezing = producer(8 << 20, "zstd")) {
            for (int size : sizes.toArray()) {
                sendAll(producer, size);
            }
            sendAll(squeezing, 3_000_000); // its batch is small, what is in it is not
            assertThat(dead).isPositive();

            assertThat(probe.await(topics.interactionsValid(), good)).hasSize(good);
            assertThat(probe.await(topics.impressionsValid(), good)).hasSize(good);
            assertThat(probe.await(topics.catalog(), good)).hasSize(good);
            assertThat(probe.awaitRaw(topics.dlq("ingest-app"), dead)).hasSize(dead);
            assertThat(probe.await(topics.rejected(), refused)).hasSize(refused);
            assertThat(streams.state().isRunningOrRebalancing()).isTrue();
        }
    }

    private void sendAll(Producer<byte[], byte[]> producer, int size) throws Exception {
        String text = "x".repeat(size - 120); // with what frames it, just about as large
        String id = "e-" + good;
        for (Topic<?, ?> topic : List.of(topics.interactions(), topics.impressions(), topics.items())) {
            dead += send(producer, topic.name(), noise(size - 90)) ? 1 : 0;
        }
        refused += send(producer, topics.interactions(), click(id, text)) ? 1 : 0;
        refused += send(producer, topics.impressions(), shown(id, text)) ? 1 : 0;
        refused +=
                send(producer, topics.items(), Item.newBuilder().setTitle(text).build()) ? 1 : 0;
        good++;
        assertThat(send(producer, topics.interactions(), click(id, "tea"))).isTrue();
        assertThat(send(producer, topics.impressions(), shown(id, "home"))).isTrue();
        assertThat(send(producer, topics.items(), Item.newBuilder().build())).isTrue();
    }

    private Interaction click(String id, String item) {
        return new Interaction(id, "ann", item, "click", null, now, null, false);
    }

    private Impression shown(String id, String surface) {
        return new Impression(id, "ann", List.of("tea"), now, surface, null);
    }

    /** Not Avro; compressible where the producer lives on that. */
    private static byte[] noise(int size) {
        var bytes = new byte[size];
        if (size < 2_000_000) {
            new Random(size).nextBytes(bytes);
        }
        bytes[0] = 1;
        return bytes;
    }

    private static <T> boolean send(Producer<byte[], byte[]> producer, Topic<?, T> topic, T value) throws Exception {
        return send(producer, topic.name(), topic.valueSerde().serializer().serialize(topic.name(), value));
    }

    /** Whether producer and broker took it. */
    private static boolean send(Producer<byte[], byte[]> producer, String topic, byte[] value) throws Exception {
        try {
            producer.send(new ProducerRecord<>(topic, "ann".getBytes(StandardCharsets.UTF_8), value))
                    .get();
            return true;
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(RecordTooLargeException.class);
            return false;
        }
    }

    private static Producer<byte[], byte[]> producer(int longest, String compression) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers(),
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, longest,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG, compression),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private KafkaStreams start() {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, topics.prefix() + ".ingest-app");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, dir.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 20);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, topics.dlq("ingest-app"));
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterUnreadable.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterFailed.class);
        properties.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, StopUnwritable.class);
        properties.put("auto.offset.reset", "earliest");
        var config = new StreamsConfig(properties);
        var topology = IngestTopology.build(
                new TopologyConfig(config),
                topics,
                IngestSettings.defaults(1),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
        var streams = new KafkaStreams(topology, config);
        streams.start();
        return streams;
    }
}
