package dev.millrace.testkit;

import dev.millrace.schemas.DeadLetterFailed;
import dev.millrace.schemas.DeadLetterUnreadable;
import dev.millrace.schemas.StopUnwritable;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * Runs one topology in memory, with the same safety settings as production.
 *
 * <p>The test driver has one partition, commits after every record, does not cache and never rebalances: what depends
 * on those needs a {@link BrokerUnderTest}. Its wall clock stands still until {@link #advanceWallClock}.
 */
public final class TopologyFixture implements AutoCloseable {

    /** Dead letters of the topology under test. */
    public static final String DLQ = "test.dlq.v1";

    /** Where the test driver's wall clock starts, unless told otherwise. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Topology topology;
    private final Topics topics;
    private final Path stateDir;
    private final TopologyTestDriver driver;
    private final Map<String, TestInputTopic<?, ?>> inputs = new HashMap<>();
    private final Map<String, TestOutputTopic<?, ?>> outputs = new HashMap<>();

    private TopologyFixture(BiFunction<TopologyConfig, Topics, Topology> build, Topics topics, Map<String, ?> more) {
        this.topics = topics;
        this.stateDir = TempDirs.create("topology-fixture");
        Properties properties = properties(stateDir);
        properties.putAll(more);
        this.topology = build.apply(new TopologyConfig(new StreamsConfig(properties)), topics);
        this.driver = new TopologyTestDriver(topology, properties, START);
    }

    /** A topology that takes its topics from this fixture, see {@link #topics()}. */
    public static TopologyFixture of(BiFunction<TopologyConfig, Topics, Topology> build) {
        return new TopologyFixture(build, TestTopics.fresh(), Map.of());
    }

    /** @param more settings of Kafka Streams that win over those of the fixture */
    public static TopologyFixture of(BiFunction<TopologyConfig, Topics, Topology> build, Map<String, ?> more) {
        return new TopologyFixture(build, TestTopics.fresh(), more);
    }

    /** @param topics those that the test has already */
    public static TopologyFixture of(
            Topics topics, BiFunction<TopologyConfig, Topics, Topology> build, Map<String, ?> more) {
        return new TopologyFixture(build, topics, more);
    }

    /** A topology over topics that the test has already. */
    public static TopologyFixture of(Topics topics, Function<TopologyConfig, Topology> build) {
        return new TopologyFixture((config, same) -> build.apply(config), topics, Map.of());
    }

    private static Properties properties(Path stateDir) {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, DLQ);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterUnreadable.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterFailed.class);
        properties.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, StopUnwritable.class);
        return properties;
    }

    public Topics topics() {
        return topics;
    }

    /** For what this fixture does not wrap. */
    public TopologyTestDriver driver() {
        return driver;
    }

    /** @param at the record's timestamp, which on a broker is the time of appending */
    public <K, V> void pipe(Topic<K, V> topic, K key, @Nullable V value, Instant at) {
        input(topic).pipeInput(new TestRecord<>(key, value, at));
    }

    public <K, V> void pipe(Topic<K, V> topic, K key, @Nullable V value, Instant at, Headers headers) {
        input(topic).pipeInput(new TestRecord<>(key, value, headers, at));
    }

    /** Bytes as nobody's serializer would write them, at {@link #START}. */
    public <K> void pipeRaw(Topic<K, ?> topic, K key, byte[] value) {
        driver.createInputTopic(topic.name(), topic.keySerde().serializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, START));
    }

    /** What was written to the topic since the last call. */
    public <K, V> List<KeyValue<K, V>> read(Topic<K, V> topic) {
        return output(topic).readKeyValuesToList();
    }

    /** Like {@link #read}, with headers and timestamps. */
    public <K, V> List<TestRecord<K, V>> readRecords(Topic<K, V> topic) {
        return output(topic).readRecordsToList();
    }

    public List<TestRecord<byte[], byte[]>> deadLetters() {
        return driver.createOutputTopic(DLQ, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    public <K, V> KeyValueStore<K, V> store(String name) {
        KeyValueStore<K, V> store = driver.getKeyValueStore(name);
        if (store == null) {
            throw new AssertionError("No key-value store '" + name + "'; there are "
                    + driver.getAllStateStores().keySet());
        }
        return store;
    }

    /** Runs the punctuations that fall due. */
    public void advanceWallClock(Duration by) {
        driver.advanceWallClockTime(by);
    }

    /** Fails when the topology differs from its committed description; see {@link TopologyShape}. */
    public void assertShape(String file) {
        TopologyShape.assertMatches(topology, file);
    }

    @Override
    public void close() {
        driver.close();
        TempDirs.delete(stateDir);
    }

    @SuppressWarnings("unchecked") // one input per topic, made with that topic's serdes
    private <K, V> TestInputTopic<K, V> input(Topic<K, V> topic) {
        return (TestInputTopic<K, V>) inputs.computeIfAbsent(
                topic.name(),
                name -> driver.createInputTopic(
                        name, topic.keySerde().serializer(), topic.valueSerde().serializer()));
    }

    @SuppressWarnings("unchecked") // as above
    private <K, V> TestOutputTopic<K, V> output(Topic<K, V> topic) {
        return (TestOutputTopic<K, V>) outputs.computeIfAbsent(
                topic.name(),
                name -> driver.createOutputTopic(
                        name,
                        topic.keySerde().deserializer(),
                        topic.valueSerde().deserializer()));
    }
}
