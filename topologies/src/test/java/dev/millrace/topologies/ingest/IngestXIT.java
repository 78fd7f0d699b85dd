package dev.millrace.topologies.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Interaction;
import dev.millrace.avro.Rejection;
import dev.millrace.schemas.DeadLetterUnreadable;
import dev.millrace.schemas.Topics;
import dev.millrace.testkit.BrokerProbe;
import dev.millrace.testkit.BrokerUnderTest;
import dev.millrace.testkit.TestTopics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest on a real broker under exactly-once: every record sent is accounted for, also over a lost state directory. */
class IngestXIT {

    static final int PARTITIONS = 4;
    static final int USERS = 40;

    static BrokerUnderTest broker;

    @TempDir
    Path dir;

    final Random random = new Random(3);
    final Topics topics = TestTopics.fresh();
    final Clock clock = Clock.systemUTC();
    final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    final Set<String> expected = new HashSet<>();
    int poison;

    @BeforeAll
    static void startBroker() {
        broker = BrokerUnderTest.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void shouldAccountForEveryRecordAcrossARestartWithoutItsState() {
        BrokerProbe probe = broker.probe();
        probe.createTopics(topics, PARTITIONS);
        makeRecords(1_500);
        int half = sent.size() / 2;

        try (KafkaStreams first = start("first")) {
            send(probe, sent.subList(0, half));
            probe.await(topics.interactionsValid(), 100);
            assertThat(first.state().isRunningOrRebalancing()).isTrue();
        }
        try (KafkaStreams second = start("second")) {
            send(probe, sent.subList(half, sent.size()));
            List<ConsumerRecord<byte[], byte[]>> dead = probe.awaitRaw(topics.dlq("ingest-app"), poison);
            List<ConsumerRecord<String, Interaction>> valid = probe.await(topics.interactionsValid(), expected.size());
            List<ConsumerRecord<byte[], Rejection>> rejected =
                    probe.await(topics.rejected(), sent.size() - poison - expected.size());

            assertThat(second.state().isRunningOrRebalancing()).isTrue();
            assertThat(dead).hasSize(poison);
            assertThat(valid.size() + rejected.size() + dead.size()).isEqualTo(sent.size());
            assertThat(valid).extracting(r -> r.value().getEventId()).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(valid)
                    .allSatisfy(r -> assertThat(r.key()).isEqualTo(r.value().getUserId()));
            assertThat(rejected)
                    .extracting(r -> r.value().getReason())
                    .contains("duplicate-event", "missing-item", "missing-value", "unknown-event-type");
            assertOnePartitionPerUser(valid);
            assertOriginals(rejected);
        }
    }

    private void makeRecords(int count) {
        var events = new ArrayList<Interaction>();
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(10)) {
                case 0 -> addPoison(i);
                case 1 -> add(changed(event("bad-" + i), e -> e.setItemId(" ")));
                case 2 -> add(changed(event("odd-" + i), e -> e.setEventType("teleport")));
                case 3 -> add(events.isEmpty() ? event("none") : events.get(random.nextInt(events.size())));
                case 4 -> sent.add(record(null));
                default -> {
                    Interaction event = event("e-" + i);
                    events.add(event);
                    add(event);
                }
            }
        }
    }

    private void add(Interaction event) {
        if (!event.getItemId().isBlank() && event.getEventType().equals("click")) {
            expected.add(event.getEventId());
        }
        sent.add(record(topics.interactions()
                .valueSerde()
                .serializer()
                .serialize(topics.interactions().name(), event)));
    }

    private void addPoison(int i) {
        poison++;
        sent.add(record(("not avro " + i).getBytes(StandardCharsets.UTF_8)));
    }

    /** Under the user's own key, another one, or none. */
    private ProducerRecord<byte[], byte[]> record(byte @Nullable [] value) {
        byte[] key = random.nextBoolean()
                ? ("user-" + random.nextInt(USERS)).getBytes(StandardCharsets.UTF_8)
                : random.nextBoolean() ? null : new byte[] {(byte) random.nextInt(), -1};
        return new ProducerRecord<>(topics.interactions().name(), key, value);
    }

    private Interaction event(String id) {
        return new Interaction(
                id, "user-" + random.nextInt(USERS), "item-1", "click", null, clock.millis() - 1_000, null, false);
    }

    private static Interaction changed(Interaction event, Consumer<Interaction> change) {
        change.accept(event);
        return event;
    }

    private void send(BrokerProbe probe, List<ProducerRecord<byte[], byte[]>> records) {
        try (var producer = probe.producer(new ByteArraySerializer(), new ByteArraySerializer())) {
            records.forEach(producer::send);
            producer.flush();
        }
    }

    private KafkaStreams start(String stateDir) {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "ingest-app");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, dir.resolve(stateDir).toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 20);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, topics.dlq("ingest-app"));
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterUnreadable.class);
        properties.put("auto.offset.reset", "earliest");
        // A closed client does not leave its group; the next one waits for this long.
        properties.put("session.timeout.ms", 6_000);
        properties.put("heartbeat.interval.ms", 1_500);
        var config = new StreamsConfig(properties);
        var topology = IngestTopology.build(
                new TopologyConfig(config),
                topics,
                IngestSettings.defaults(PARTITIONS),
                new SimpleMeterRegistry(),
                clock);
        var streams = new KafkaStreams(topology, config);
        streams.start();
        return streams;
    }

    private static void assertOnePartitionPerUser(List<ConsumerRecord<String, Interaction>> valid) {
        assertThat(valid.stream().map(r -> r.key() + "@" + r.partition()).distinct())
                .hasSameSizeAs(
                        valid.stream().map(ConsumerRecord::key).distinct().toList());
    }

    /** Each refusal names the very record it is about, also when that record had changed partitions. */
    private void assertOriginals(List<ConsumerRecord<byte[], Rejection>> rejected) {
        List<ConsumerRecord<byte[], byte[]>> input =
                broker.probe().awaitRaw(topics.interactions().name(), sent.size());
        assertThat(rejected).allSatisfy(refusal -> {
            Rejection rejection = refusal.value();
            ConsumerRecord<byte[], byte[]> original = input.stream()
                    .filter(r -> r.partition() == rejection.getPartition() && r.offset() == rejection.getOffset())
                    .findFirst()
                    .orElseThrow();
            assertThat(rejection.getTopic()).isEqualTo(original.topic());
            assertThat(rejection.getTimestampMs()).isEqualTo(original.timestamp());
            assertThat(refusal.key()).isEqualTo(original.key());
            assertThat(
                            rejection.getOriginal() == null
                                    ? null
                                    : rejection.getOriginal().array())
                    .isEqualTo(original.value());
        });
    }
}
