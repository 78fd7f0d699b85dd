package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Erasure;
import dev.millrace.avro.Interaction;
import dev.millrace.cli.cluster.Check;
import dev.millrace.cli.cluster.Check.Verdict;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.Doctor;
import dev.millrace.cli.cluster.GroupLags;
import dev.millrace.cli.cluster.TopicReader;
import dev.millrace.cli.cluster.UserTraces;
import dev.millrace.feature.FeatureApp;
import dev.millrace.ingest.IngestApp;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.publisher.PublisherApp;
import dev.millrace.retrain.RetrainTriggerApp;
import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.registry.InProcessRegistry;
import dev.millrace.schemas.registry.RegistryHttpServer;
import dev.millrace.scoring.ScoringApp;
import dev.millrace.shell.AppDefinition;
import dev.millrace.shell.Settings;
import dev.millrace.shell.StreamsApp;
import dev.millrace.testkit.BrokerUnderTest;
import dev.millrace.testkit.Samples;
import dev.millrace.topologies.scoring.ScoringTopology;
import dev.millrace.training.log.Erasures;
import dev.millrace.training.log.InteractionReader;
import dev.millrace.training.log.PartitionReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Users are erased while acknowledged events of theirs wait in ingest, sent by clients that partition as Java does and
 * as librdkafka does. Nothing of before is left anywhere, and who comes again begins anew.
 */
class ErasureXIT {

    static final Duration PATIENCE = Duration.ofSeconds(300);
    static final int PARTITIONS = 4;
    static final int ITEMS = 50;
    /** An event later than this after an erasure is certainly appended in another millisecond. */
    static final long A_MOMENT_MS = 3;

    @TempDir
    Path dir;

    private final BrokerUnderTest broker = BrokerUnderTest.start();
    private final RegistryHttpServer registry = RegistryHttpServer.start(InProcessRegistry.scope("erasure-xit"), 0);
    private final Cluster cluster = new Cluster(
            Map.of(
                    "bootstrap.servers", broker.bootstrapServers(),
                    "schema.registry.url", registry.url(),
                    "auto.register.schemas", "true"),
            "recs",
            Duration.ofSeconds(20));
    private final Topics topics = Topics.of(
            "recs",
            AvroSerdes.configured(Map.of("schema.registry.url", registry.url(), "auto.register.schemas", "true")));
    private final Map<String, StreamsApp> apps = new HashMap<>();
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    @BeforeEach
    void createTopics() {
        broker.probe().createTopics(topics, PARTITIONS);
    }

    @AfterEach
    void stop() {
        producer.close();
        apps.values().forEach(StreamsApp::close);
        cluster.close();
        registry.close();
        broker.close();
    }

    @Test
    void shouldForgetWhatWaitsInIngest() throws Exception {
        erase(12, 1_200);
    }

    @Test
    @EnabledIfSystemProperty(
            named = "millrace.long",
            matches = "true",
            disabledReason = "long; run with -Dmillrace.long=true")
    void shouldForgetAHundredUsersOfWhomTwentyThousandEventsWait() throws Exception {
        erase(100, 20_000);
    }

    private void erase(int users, int waiting) throws Exception {
        List<String> erased =
                IntStream.range(0, users).mapToObj(i -> "user-" + i).toList();
        List<String> others =
                IntStream.range(0, users).mapToObj(i -> "other-" + i).toList();
        List<String> comeAgain = erased.subList(0, users / 4);
        start(FeatureApp.definition(), Map.of());
        start(ScoringApp.definition(), Map.of());
        start(PublisherApp.definition(), Map.of("http.port", String.valueOf(freePort())));
        start(RetrainTriggerApp.definition(), Map.of());
        start(IngestApp.definition(), Map.of());
        for (int i = 0; i < 3 * users; i++) {
            click(erased.get(i % users), "old-" + i % ITEMS, i % 2 == 0);
            click(others.get(i % users), "old-" + i % ITEMS, i % 2 == 0);
        }
        acknowledged();
        awaitDrained();

        app("ingest-app").close();
        for (int i = 0; i < waiting; i++) {
            click(erased.get(i % users), "old-" + i % ITEMS, i / users % 2 == 0);
        }
        for (int i = 0; i < users; i++) {
            var shown = Samples.impression(erased.get(i), Instant.now(), "old-1", "old-2");
            send(topics.impressions(), erased.get(i), shown, i % 2 == 0);
        }
        acknowledged();
        for (int i = 0; i < users; i++) {
            Erasure erasure = Samples.erasure(erased.get(i), Instant.now());
            send(topics.erasures(), erased.get(i), erasure, i % 2 == 0);
        }
        acknowledged();
        LockSupport.parkNanos(Duration.ofMillis(A_MOMENT_MS).toNanos());
        comeAgain.forEach(user -> click(user, "new-" + user, true));
        others.forEach(user -> click(user, "new-" + user, false));
        acknowledged();
        start(IngestApp.definition(), Map.of());
        awaitDrained();

        assertStores(erased, comeAgain, others);
        assertTopics(erased, comeAgain);
        assertTraining(erased, comeAgain, users, waiting);
        assertThat(new Doctor(cluster, Doctor.applicationIds("recs")).examine())
                .filteredOn(check -> check.what().equals("changelogs"))
                .extracting(Check::verdict)
                .as("changelogs are compacted in time")
                .containsExactly(Verdict.OK);
    }

    private void assertStores(List<String> erased, List<String> comeAgain, List<String> others) {
        ReadOnlyKeyValueStore<String, byte[]> preferences = app("scoring-app")
                .streams()
                .store(StoreQueryParameters.fromNameAndType(
                        ScoringTopology.PREFERENCES_STORE, QueryableStoreTypes.keyValueStore()));
        for (String user : erased) {
            byte[] state = preferences.get(user);
            if (comeAgain.contains(user)) {
                assertThat(PreferenceCodec.decode(state).history().events())
                        .as("history of %s", user)
                        .extracting(Event::itemId)
                        .containsExactly("new-" + user);
            } else {
                assertThat(state).as("state of %s", user).isNull();
            }
        }
        for (String user : others) {
            assertThat(PreferenceCodec.decode(preferences.get(user)).eventCount())
                    .as("events of %s", user)
                    .isEqualTo(4);
        }
    }

    private void assertTopics(List<String> erased, List<String> comeAgain) {
        Map<String, UserTraces.Found> found = new HashMap<>();
        new UserTraces(cluster, Doctor.applicationIds("recs")).of(erased).forEach(each -> found.put(each.user(), each));
        for (String user : erased) {
            UserTraces.Found traces = Objects.requireNonNull(found.get(user), user);
            assertThat(traces.erasedUntilMs()).as("erasure of %s", user).isNotNull();
            assertThat(traces.isPending()).as("%s", traces).isFalse();
            assertThat(traces.hasComeAgain()).as("%s", traces).isEqualTo(comeAgain.contains(user));
        }
        Map<String, @Nullable Candidates> candidates = new HashMap<>();
        Map<String, Long> known = new HashMap<>();
        new TopicReader(cluster).readAll(topics.candidates().name(), record -> {
            String user = new String(record.key(), StandardCharsets.UTF_8);
            candidates.put(
                    user,
                    topics.candidates()
                            .valueSerde()
                            .deserializer()
                            .deserialize(topics.candidates().name(), record.value()));
            known.put(user, MillraceHeaders.erasedMs(record.headers()));
            return true;
        });
        for (String user : erased) {
            assertThat(known.get(user))
                    .isEqualTo(Objects.requireNonNull(found.get(user), user).erasedUntilMs());
            assertThat(candidates.get(user) == null).isEqualTo(!comeAgain.contains(user));
        }
    }

    private void assertTraining(List<String> erased, List<String> comeAgain, int users, int waiting) {
        try (var reader =
                new PartitionReader(Map.of("bootstrap.servers", broker.bootstrapServers()), Duration.ofSeconds(20))) {
            Erasures erasures = Erasures.read(topics.erasuresValid(), reader);
            InteractionLog log = new InteractionReader(topics.interactionsValid(), erasures, List.of())
                    .read(reader, reader.everything(topics.interactionsValid().name()), (stage, done) -> {});
            Set<String> old = new HashSet<>();
            for (int i = 0; i < log.size(); i++) {
                if (log.itemId(log.item(i)).startsWith("old-")) {
                    old.add(log.userId(log.user(i)));
                }
            }
            assertThat(old)
                    .as("learnt from")
                    .doesNotContainAnyElementsOf(erased)
                    .hasSize(users);
            assertThat(log.size()).isEqualTo(4 * users + comeAgain.size());
            // Of those that waited, ingest has passed on what it read before it met the erasure.
            assertThat(erasures.events()).as("left out").isBetween(3L * users, 3L * users + waiting);
        }
    }

    private void click(String user, String item, boolean crc32) {
        Interaction click = Samples.click(user, item, Instant.now());
        send(topics.interactions(), user, click, crc32);
    }

    private <T> void send(Topic<?, T> topic, String user, T value, boolean crc32) {
        byte[] key = user.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = topic.valueSerde().serializer().serialize(topic.name(), value);
        sent.add(producer.send(new ProducerRecord<>(topic.name(), crc32 ? partition(key) : null, key, bytes)));
    }

    /** As librdkafka's default partitioner has it. */
    private static int partition(byte[] key) {
        var crc = new CRC32();
        crc.update(key);
        return (int) (crc.getValue() % PARTITIONS);
    }

    private void acknowledged() throws Exception {
        producer.flush();
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
        sent.clear();
    }

    /** Until nobody has anything to read, several looks long: what an app writes is another one's input. */
    private void awaitDrained() {
        var lags = new GroupLags(cluster);
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        int quiet = 0;
        while (quiet < 8) {
            assertThat(System.nanoTime()).as("drained in time").isLessThan(giveUp);
            assertThat(apps.values().stream()
                            .filter(app -> !app.health().isLive())
                            .map(StreamsApp::name))
                    .as("stopped")
                    .isEmpty();
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            boolean drained =
                    apps.values().stream().allMatch(app -> app.health().isReady()) && unread(lags) == 0;
            quiet = drained ? quiet + 1 : 0;
        }
    }

    private long unread(GroupLags lags) {
        return Doctor.applicationIds("recs").stream().mapToLong(lags::lag).sum();
    }

    private void start(AppDefinition app, Map<String, String> own) {
        Settings settings = Settings.bundled(app.name())
                .with(Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "schema.registry.url",
                        registry.url(),
                        "auto.register.schemas",
                        "true",
                        "state.dir",
                        dir.toString(),
                        "management.port",
                        "0",
                        "num.standby.replicas",
                        "0"))
                .with(own);
        apps.put(app.name(), StreamsApp.start(app, settings));
    }

    private StreamsApp app(String name) {
        return Objects.requireNonNull(apps.get(name), name);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
