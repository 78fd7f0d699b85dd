package dev.millrace.topologies.ingest;

import dev.millrace.avro.Erasure;
import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import dev.millrace.avro.Rejection;
import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.DeadLetterUnreadable;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The ingest topology in memory, fed with bytes and headers as they come from outside. */
final class IngestFlow implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final byte[] NO_BYTES = {};

    final AvroSerdes serdes = AvroSerdes.mock("ingest-flow");
    final Topics topics = Topics.of("recs", serdes);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Topology topology;
    private final Path stateDir = newStateDir();
    private final TopologyTestDriver driver;
    private Instant appendTime = NOW;

    IngestFlow(IngestSettings settings) {
        Properties properties = properties();
        topology = IngestTopology.build(
                new TopologyConfig(new StreamsConfig(properties)),
                topics,
                settings,
                meters,
                Clock.fixed(NOW, ZoneOffset.UTC));
        driver = new TopologyTestDriver(topology, properties);
    }

    /** The test driver has one partition, 0; with one partition every record is at home. */
    static IngestFlow start() {
        return new IngestFlow(IngestSettings.defaults(1));
    }

    /** Nearly every user belongs to a partition that the test driver does not have. */
    static IngestFlow startElsewhere() {
        return new IngestFlow(IngestSettings.defaults(1_000_000));
    }

    static IngestSettings cappedAt(int eventsPerMinute) {
        return with(eventsPerMinute, true);
    }

    static IngestSettings withoutAppendTime() {
        return with(0, false);
    }

    private static IngestSettings with(int eventsPerMinute, boolean appendTime) {
        IngestSettings d = IngestSettings.defaults(1);
        return new IngestSettings(
                d.eventTypes(),
                d.maxAhead(),
                d.maxAge(),
                d.repeatWindow(),
                eventsPerMinute,
                appendTime,
                d.partitions(),
                d.pace());
    }

    private static Path newStateDir() {
        try {
            return Files.createTempDirectory("ingest-flow");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Properties properties() {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "ingest-app");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, topics.dlq("ingest-app"));
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterUnreadable.class);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        return properties;
    }

    void advance(Duration time) {
        appendTime = appendTime.plus(time);
    }

    /** Pretends that the broker appends records at this time. */
    void appendAt(Instant time) {
        appendTime = time;
    }

    void pipe(Interaction event) {
        pipe(event.getUserId(), event, new RecordHeaders());
    }

    void pipe(@Nullable String key, @Nullable Interaction event, Headers headers) {
        pipe(topics.interactions(), key, event, headers);
    }

    void pipe(Impression impression) {
        pipe(topics.impressions(), impression.getUserId(), impression, new RecordHeaders());
    }

    void pipe(Erasure erasure) {
        pipe(topics.erasures(), erasure.getUserId(), erasure, new RecordHeaders());
    }

    void pipe(@Nullable String itemId, @Nullable Item item) {
        pipe(topics.items(), itemId, item, new RecordHeaders());
    }

    <T> void pipe(Topic<?, T> topic, @Nullable String key, @Nullable T value, Headers headers) {
        byte[] bytes = value == null ? null : topic.valueSerde().serializer().serialize(topic.name(), value);
        pipeRaw(topic, key == null ? null : key.getBytes(StandardCharsets.UTF_8), bytes, headers);
    }

    void pipeRaw(Topic<?, ?> topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        driver.createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, appendTime));
    }

    byte[] bytes(Interaction event) {
        return Objects.requireNonNull(topics.interactions()
                .valueSerde()
                .serializer()
                .serialize(topics.interactions().name(), event));
    }

    List<TestRecord<String, Interaction>> valid() {
        return output(topics.interactionsValid()).readRecordsToList();
    }

    List<TestRecord<String, Impression>> validImpressions() {
        return output(topics.impressionsValid()).readRecordsToList();
    }

    List<TestRecord<String, Erasure>> erasures() {
        return output(topics.erasuresValid()).readRecordsToList();
    }

    List<TestRecord<String, Item>> catalog() {
        return output(topics.catalog()).readRecordsToList();
    }

    List<TestRecord<byte[], Rejection>> rejected() {
        return driver.createOutputTopic(
                        topics.rejected().name(),
                        new ByteArrayDeserializer(),
                        topics.rejected().valueSerde().deserializer())
                .readRecordsToList();
    }

    List<String> reasons() {
        return rejected().stream().map(record -> record.value().getReason()).toList();
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return driver.createOutputTopic(
                        topics.dlq("ingest-app"), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    double counted(String meter, String... tags) {
        return meters.get(meter).tags(tags).counter().count();
    }

    private <V> TestOutputTopic<String, V> output(Topic<String, V> topic) {
        return driver.createOutputTopic(
                topic.name(), new StringDeserializer(), topic.valueSerde().deserializer());
    }

    @Override
    public void close() {
        driver.close();
        try {
            Utils.delete(stateDir.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
