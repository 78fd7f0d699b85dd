package dev.millrace.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Candidate;
import dev.millrace.avro.Candidates;
import dev.millrace.avro.Reason;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.publisher.HttpFixture.Answer;
import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Topics;
import dev.millrace.shell.AppContext;
import dev.millrace.shell.AppDefinition;
import dev.millrace.shell.Settings;
import dev.millrace.shell.StreamsApp;
import dev.millrace.testkit.BrokerProbe;
import dev.millrace.testkit.BrokerUnderTest;
import dev.millrace.testkit.Samples;
import dev.millrace.topologies.publisher.PublisherTopology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The whole app against a real broker: one broker for all tests, another topic prefix for each. */
class PublisherXIT {

    static final BrokerUnderTest BROKER = BrokerUnderTest.start();
    static final BrokerProbe PROBE = BROKER.probe();
    static final int PARTITIONS = 4;
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    final HttpClient client = HttpClient.newHttpClient();
    Topics topics = Topics.of("unset", AvroSerdes.mock("unset"));

    @TempDir
    Path dir;

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) {
        String prefix = test.getTestMethod().orElseThrow().getName();
        topics = Topics.of(prefix, AvroSerdes.mock(prefix));
        PROBE.createTopics(topics, PARTITIONS);
    }

    @Test
    void shouldPublishServeExplainAndTakeEvents() throws Exception {
        PROBE.produce(topics.catalog(), "a", Samples.item("The A", "garden"));
        PROBE.produce(topics.catalog(), "new", Samples.item("New", "garden"));
        int port = freePort();
        try (StreamsApp app = start(port, "one")) {
            PROBE.produce(topics.candidates(), "ann", candidates("a", "b"));

            assertThat(PROBE.await(topics.recommendations(), 1)).singleElement().satisfies(list -> assertThat(
                            list.value().getItems())
                    .extracting(RecommendedItem::getItemId)
                    .containsExactly("a", "b", "new"));
            assertThat(get(port, "/v1/users/ann/recommendations?limit=2").ids()).containsExactly("a", "b");
            assertThat(get(port, "/v1/users/ann/why/a").json().path("title").asText())
                    .isEqualTo("The A");
            Answer unknown = get(port, "/v1/users/nobody/recommendations");
            assertThat(unknown.status()).isEqualTo(200);
            assertThat(unknown.ids()).containsExactlyInAnyOrder("a", "new");
            assertThat(get(port, "/v1/trending").status()).isEqualTo(200);

            Answer accepted = post(
                    port,
                    "/v1/events",
                    "{\"userId\":\"ann\",\"itemId\":\"b\",\"eventType\":\"click\",\"eventId\":\"e1\"}");
            assertThat(accepted.status()).isEqualTo(202);
            assertThat(PROBE.await(topics.interactions(), 1)).singleElement().satisfies(event -> {
                assertThat(event.value().getEventId()).isEqualTo("e1");
                assertThat(event.partition())
                        .isEqualTo(
                                PROBE.await(topics.recommendations(), 1).get(0).partition());
            });
            assertThat(app.health().isReady()).isTrue();
        }
    }

    @Test
    void shouldNotShowAnItemOnceItIsDelisted() throws Exception {
        PROBE.produce(topics.catalog(), "a", Samples.item("A"));
        int port = freePort();
        try (StreamsApp app = start(port, "one")) {
            PROBE.produce(topics.candidates(), "ann", candidates("a", "b"));
            await("the list", app, () -> ids(port, "ann").equals(List.of("a", "b")));

            PROBE.produce(topics.catalog(), List.of(KeyValue.pair("a", null)));
            await("the item to go", app, () -> ids(port, "ann").equals(List.of("b")));
        }
    }

    @Test
    void shouldLiveOnAfterUnreadableGlobalRecords() throws Exception {
        try (var producer =
                PROBE.producer(Serdes.String().serializer(), Serdes.ByteArray().serializer())) {
            for (String topic : List.of(topics.catalog().name(), topics.models().name())) {
                producer.send(new ProducerRecord<>(topic, "x", new byte[] {1, 2}))
                        .get();
            }
        }
        PROBE.produce(topics.catalog(), "a", Samples.item("A"));
        int port = freePort();
        try (StreamsApp app = start(port, "one")) {
            await("the good item", app, () -> ids(port, "nobody").equals(List.of("a")));
            assertThat(app.health().isLive()).isTrue();
        }
    }

    @Test
    void shouldAnswerForUsersOfAnotherInstance() throws Exception {
        List<String> users = IntStream.range(0, 24).mapToObj(i -> "user/" + i).toList();
        int first = freePort();
        int second = freePort();
        try (StreamsApp one = start(first, "one");
                StreamsApp two = start(second, "two")) {
            await(
                    "both to own partitions",
                    one,
                    () -> owners(one, users).size() == 2 && owners(two, users).size() == 2);
            PROBE.produce(
                    topics.candidates(),
                    users.stream()
                            .map(user -> KeyValue.pair(user, candidates("for-" + user, "b")))
                            .toList());
            PROBE.await(topics.recommendations(), users.size());

            for (String user : users) {
                await(
                        "both to answer",
                        one,
                        () -> ids(first, user).equals(List.of("for-" + user, "b"))
                                && ids(second, user).equals(List.of("for-" + user, "b")));
            }
            two.close();
            for (String user : users) {
                await("the users to move", one, () -> ids(first, user).equals(List.of("for-" + user, "b")));
            }
        }
    }

    @Test
    void shouldAnswer503UntilTheListsAreRestored() throws Exception {
        int port = freePort();
        try (StreamsApp app = start(port, "one")) {
            PROBE.produce(topics.candidates(), "ann", candidates("a", "b"));
            await("the list", app, () -> ids(port, "ann").equals(List.of("a", "b")));
        }
        var restoring = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        int again = freePort();
        try (StreamsApp app =
                start(again, "two", streams -> streams.setGlobalStateRestoreListener(held(restoring, release)))) {
            HttpServerTest.awaitLatch(restoring);
            try {
                Answer answer = get(again, "/v1/users/ann/recommendations");
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            } finally {
                release.countDown();
            }
            await("the restored list", app, () -> ids(again, "ann").equals(List.of("a", "b")));
        }
    }

    /** Holds the restoration of the lists until it is released. */
    private static StateRestoreListener held(CountDownLatch restoring, CountDownLatch release) {
        return new StateRestoreListener() {
            @Override
            public void onRestoreStart(TopicPartition partition, String store, long from, long until) {
                if (store.equals(PublisherTopology.PUBLISHED_STORE) && until > from) {
                    restoring.countDown();
                    HttpServerTest.awaitLatch(release);
                }
            }

            @Override
            public void onBatchRestored(TopicPartition partition, String store, long until, long count) {}

            @Override
            public void onRestoreEnd(TopicPartition partition, String store, long count) {}
        };
    }

    @Test
    void shouldGoOnWithCopiesWhenAnInstanceIsGone() throws Exception {
        List<String> users = IntStream.range(0, 24).mapToObj(i -> "user/" + i).toList();
        int first = freePort();
        int second = freePort();
        // Without a word to the group, as after a kill: for a minute the other goes on counting on it.
        Map<String, String> standby =
                Map.of("num.standby.replicas", "1", "shutdown.leave-group", "false", "session.timeout", "60s");
        try (StreamsApp one = start(first, "one", streams -> {}, standby);
                StreamsApp two = start(second, "two", streams -> {}, standby)) {
            await(
                    "both to own partitions",
                    one,
                    () -> owners(one, users).size() == 2 && owners(two, users).size() == 2);
            PROBE.produce(
                    topics.candidates(),
                    users.stream()
                            .map(user -> KeyValue.pair(user, candidates("for-" + user, "b")))
                            .toList());
            for (String user : users) {
                await("the copy", one, () -> hasCopy(one, user));
            }
            List<String> ofTwo =
                    users.stream().filter(user -> owner(one, user) == second).toList();
            two.close();

            for (String user : ofTwo) {
                Answer answer = get(first, "/v1/users/" + user.replace("/", "%2F") + "/recommendations?limit=2");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.ids()).containsExactly("for-" + user, "b");
                assertThat(answer.json().path("degraded").asText()).isEqualTo("older-copy");
            }
        }
    }

    private static boolean hasCopy(StreamsApp app, String user) {
        ListStore.Here copy = new StreamsListStore(app.streams(), new HostInfo("localhost", 1)).copy(user);
        return copy != null && copy.list() != null;
    }

    private static int owner(StreamsApp app, String user) {
        return app.streams()
                .queryMetadataForKey(
                        PublisherTopology.PUBLISHED_STORE, user, Serdes.String().serializer())
                .activeHost()
                .port();
    }

    private StreamsApp start(int port, String instance) {
        return start(port, instance, streams -> {});
    }

    private StreamsApp start(int port, String instance, Consumer<KafkaStreams> beforeStart) {
        return start(port, instance, beforeStart, Map.of());
    }

    private StreamsApp start(
            int port, String instance, Consumer<KafkaStreams> beforeStart, Map<String, String> settings) {
        AppDefinition definition = PublisherApp.definition();
        var watched = new AppDefinition(
                definition.name(),
                (AppContext context) -> {
                    context.onCreated(beforeStart);
                    return definition.topology().apply(context);
                },
                definition.uses(),
                definition.streamsSettings());
        Map<String, String> values = new HashMap<>(Map.of(
                "bootstrap.servers",
                BROKER.bootstrapServers(),
                "schema.registry.url",
                "mock://" + topics.prefix(),
                "auto.register.schemas",
                "true",
                "topics.prefix",
                topics.prefix(),
                "state.dir",
                dir.resolve(instance).toString(),
                "management.port",
                "0",
                "num.standby.replicas",
                "0",
                "http.host",
                "localhost",
                "http.port",
                Integer.toString(port)));
        values.putAll(settings);
        return StreamsApp.start(watched, Settings.bundled("publisher-app").with(values));
    }

    private static Set<Integer> owners(StreamsApp app, List<String> users) {
        return users.stream()
                .map(user -> owner(app, user))
                .filter(port -> port > 0)
                .collect(Collectors.toSet());
    }

    private List<String> ids(int port, String user) {
        try {
            Answer answer = get(port, "/v1/users/" + user.replace("/", "%2F") + "/recommendations?limit=2");
            if (answer.status() != 200) {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isNotEmpty();
                return List.of();
            }
            return answer.ids();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Answer get(int port, String path) throws IOException, InterruptedException {
        return new Answer(client.send(request(port, path).build(), BodyHandlers.ofString()));
    }

    private Answer post(int port, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = request(port, path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return new Answer(client.send(request, BodyHandlers.ofString()));
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }

    private static void await(String what, StreamsApp app, BooleanSupplier condition) {
        long deadline = System.nanoTime() + BrokerProbe.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited " + BrokerProbe.PATIENCE.toSeconds() + " s for " + what
                        + "; the app is " + app.health().state());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Candidates candidates(String... ids) {
        List<Candidate> items = IntStream.range(0, ids.length)
                .mapToObj(i -> new Candidate(
                        ids[i], (float) (ids.length - i), "personal", List.of(new Reason("before", 0.5f))))
                .toList();
        return Candidates.newBuilder()
                .setModelVersion("m1")
                .setAsOfOffset(0)
                .setEventAppendedMs(NOW.toEpochMilli())
                .setGeneratedAtMs(NOW.toEpochMilli())
                .setHistoryLength(1)
                .setItems(items)
                .build();
    }
}
