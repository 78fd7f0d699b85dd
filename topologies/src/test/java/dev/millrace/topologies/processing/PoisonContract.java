package dev.millrace.topologies.processing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Item;
import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.TopicSpec;
import dev.millrace.schemas.Topics;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.TopologyFixture;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What no record may do to an app, whatever topic it stands on: keep good records from being processed, or be counted
 * more or less than once. The topics are those that the topology itself says it reads.
 */
public abstract class PoisonContract {

    /** Four bytes, so that it is a key of topics that are keyed by number, too. */
    protected static final String KEY = "anna";

    private static final AtomicInteger SCOPES = new AtomicInteger();

    private static final Pattern READ = Pattern.compile("Source: \\S+ \\(topics: \\[([^\\]]+)\\]\\)");

    private final String scope = "poison-" + SCOPES.incrementAndGet();
    protected final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Revival revival = new Revival();
    protected TopologyFixture flow;
    private @Nullable Topology topology;
    private int deadLetters;

    /** The topology under test, with {@link #meters}. */
    protected abstract Topology build(TopologyConfig config, Topics topics);

    /** A good record goes in, and what must come of it comes out; called many times. */
    protected abstract void processOneGoodRecord();

    /** Short names of topics on which a record without a value means something. */
    protected abstract Set<String> tombstones();

    /** Short names of topics on which a record needs no key. */
    protected abstract Set<String> keyless();

    /** Counted elsewhere than among the dead letters: what the app refuses. */
    protected int refused() {
        return 0;
    }

    @BeforeEach
    void start() {
        flow = TopologyFixture.of(
                Topics.of(Topics.DEFAULT_PREFIX, AvroSerdes.mock(scope)),
                (config, topics) -> {
                    topology = build(config, topics);
                    return Objects.requireNonNull(topology);
                },
                revival.settings());
    }

    @AfterEach
    void stop() {
        flow.close();
    }

    @Test
    void shouldCountEveryBadRecordOnceAndProcessEveryGoodOne() {
        processOneGoodRecord();
        for (String topic : topics()) {
            poisons(topic).forEach((what, value) -> {
                assertCountedOnce(topic, what, KEY.getBytes(StandardCharsets.UTF_8), value);
            });
            if (!keyless().contains(shortName(topic))) {
                assertCountedOnce(topic, "no key", null, sample(topic));
            }
            processOneGoodRecord();
        }
    }

    private void assertCountedOnce(String topic, String what, byte @Nullable [] key, byte @Nullable [] value) {
        int before = counted();
        pipe(topic, key, value);
        assertThat(counted() - before).as("%s on %s", what, topic).isEqualTo(1);
    }

    @Test
    void shouldOutliveWhatNobodyWouldWrite() {
        for (String topic : topics()) {
            Schema schema = schema(topic);
            if (schema == null) {
                continue;
            }
            int strange = 0;
            for (Object record : new RandomData(schema, 60, topic.length())) {
                int before = counted();
                pipe(topic, ("strange" + strange++).getBytes(StandardCharsets.UTF_8), bytes((SpecificRecord)
                        SpecificData.get().deepCopy(schema, record)));
                assertThat(counted() - before).as("%s on %s", record, topic).isBetween(0, 1);
            }
            processOneGoodRecord();
        }
    }

    @Test
    void shouldOutliveStateThatCannotBeRead() {
        processOneGoodRecord();
        int before = counted();
        int broken = breakState() + breakMore();
        assertThat(broken).isPositive();
        revival.revive();
        processOneGoodRecord();
        double dropped = dropped();
        for (int i = 0; i < 3; i++) {
            processOneGoodRecord();
        }

        assertThat(counted()).as("a good record is no dead letter").isEqualTo(before);
        assertThat(dropped).isBetween(1.0, (double) broken);
        assertThat(dropped()).as("each is counted once").isEqualTo(dropped);
    }

    @SuppressWarnings("unchecked") // those whose values are bytes
    private int breakState() {
        int broken = 0;
        for (StateStore each : flow.driver().getAllStateStores().values()) {
            if (each instanceof KeyValueStore<?, ?> store && holdsState(store.name())) {
                var bytes = (KeyValueStore<Object, byte[]>) store;
                List<Object> keys = new ArrayList<>();
                try (KeyValueIterator<Object, byte[]> all = bytes.all()) {
                    while (all.hasNext()) {
                        keys.add(all.next().key);
                    }
                }
                keys.forEach(key -> bytes.put(key, new byte[] {-77, 1, 2}));
                broken += keys.size();
            }
        }
        return broken;
    }

    /** Breaks what is stored otherwise; how many values. */
    protected int breakMore() {
        return 0;
    }

    /** Whether the values of this store are bytes of a format. */
    protected abstract boolean holdsState(String store);

    /** Everything that must not be there, by what it is. */
    private Map<String, byte @Nullable []> poisons(String topic) {
        Map<String, byte @Nullable []> poisons = new LinkedHashMap<>();
        byte[] good = sample(topic);
        if (schema(topic) != null || isInternal(topic)) {
            var random = new Random(7);
            byte[] noise = new byte[40];
            random.nextBytes(noise);
            noise[0] = 5;
            poisons.put("random bytes", noise);
            poisons.put("one byte", new byte[] {3});
        }
        if (schema(topic) != null && good != null) {
            poisons.put("no bytes", new byte[0]);
            poisons.put("a truncated record", Arrays.copyOf(good, good.length - 1));
            poisons.put("bytes behind a record", Arrays.copyOf(good, good.length + 1));
            poisons.put("an unknown schema", new byte[] {0, 0, 9, 9, 9, 1, 2, 3});
            poisons.put("another type", anotherType(topic));
        }
        if (!tombstones().contains(shortName(topic))) {
            poisons.put("no value", null);
        }
        return poisons;
    }

    private byte[] anotherType(String topic) {
        boolean ofItems = Item.getClassSchema().equals(schema(topic));
        return bytes(
                ofItems ? Samples.interaction(KEY, "tea", "click", null, TopologyFixture.START) : Samples.item("x"));
    }

    /** Some record that the topic's reader can read; null where it is not Avro. */
    private byte @Nullable [] sample(String topic) {
        Schema schema = schema(topic);
        if (schema == null) {
            return new byte[] {1};
        }
        Object random = new RandomData(schema, 1, 42).iterator().next();
        var record = (SpecificRecord) SpecificData.get().deepCopy(schema, random);
        if (schema.getField("bot") != null) {
            record.put(schema.getField("bot").pos(), false); // those of bots are not looked at
        }
        return bytes(record);
    }

    /** Under a subject of its type, so that no subject gets two types. */
    @SuppressWarnings("unchecked") // a record's class is that of its serde
    private <T extends SpecificRecord> byte[] bytes(T record) {
        Class<T> type = (Class<T>) record.getClass();
        return Objects.requireNonNull(
                AvroSerdes.mock(scope).of(type).serializer().serialize("poison." + type.getSimpleName(), record));
    }

    private Set<String> topics() {
        Set<String> topics = new TreeSet<>();
        READ.matcher(Objects.requireNonNull(topology).describe().toString())
                .results()
                .forEach(found -> topics.addAll(Arrays.asList(found.group(1).split(", "))));
        assertThat(topics).isNotEmpty();
        return topics;
    }

    private @Nullable TopicSpec spec(String topic) {
        return flow.topics().specs().stream()
                .filter(spec -> spec.name().equals(topic))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Schema schema(String topic) {
        TopicSpec spec = spec(topic);
        return spec == null ? null : spec.schema().orElse(null);
    }

    private boolean isInternal(String topic) {
        return spec(topic) == null;
    }

    private String shortName(String topic) {
        return isInternal(topic)
                ? topic
                : topic.substring(flow.topics().prefix().length() + 1, topic.lastIndexOf('.'));
    }

    private void pipe(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        String name = isInternal(topic) ? "test-" + topic : topic;
        flow.driver()
                .createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, new RecordHeaders(), TopologyFixture.START));
    }

    private int counted() {
        deadLetters += flow.deadLetters().size();
        return deadLetters + refused() + (int) sum(TableMetrics.UNREADABLE);
    }

    private double dropped() {
        return sum(UnreadableState.DROPPED);
    }

    private double sum(String meter) {
        return meters.find(meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
