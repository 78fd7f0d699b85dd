package dev.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.localbroker.JavaProcess;
import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Contracts;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.testkit.BrokerProbe;
import dev.millrace.testkit.BrokerUnderTest;
import dev.millrace.testkit.TestTopics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** One broker for all tests, another topic prefix for each. */
class StreamsAppXIT {

    static final BrokerUnderTest BROKER = BrokerUnderTest.start();
    static final BrokerProbe PROBE = BROKER.probe();

    Topics topics = TestTopics.fresh();
    Settings settings = Settings.bundled("ingest-app");

    @TempDir
    Path dir;

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) {
        String prefix = test.getTestMethod().orElseThrow().getName();
        AvroSerdes serdes = AvroSerdes.mock(prefix);
        topics = Topics.of(prefix, serdes);
        PROBE.createTopics(topics, 2);
        Contracts.register(serdes.registry(), topics);
        settings = Settings.bundled("ingest-app").with(values());
    }

    Map<String, String> values() {
        return Map.of(
                "bootstrap.servers", BROKER.bootstrapServers(),
                "schema.registry.url", "mock://" + topics.prefix(),
                "topics.prefix", topics.prefix(),
                "state.dir", dir.toString(),
                "management.port", "free",
                "management.host", "127.0.0.1",
                "shutdown.timeout", "10s",
                "startup.timeout", "5s",
                "num.standby.replicas", "0");
    }

    @Test
    void shouldRunReportAndStop() throws Exception {
        int port;
        try (StreamsApp app = StreamsApp.start(TestApp.definition("ingest-app"), settings)) {
            port = app.managementPort();
            awaitState(app, State.RUNNING);
            send("ann", "hello");
            send("ann", "hello");

            assertThat(PROBE.await(output(), 2))
                    .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .containsExactly("hello 1", "hello 2");
            assertThat(get(port, "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(port, "/health/started").statusCode()).isEqualTo(200);
            assertThat(get(port, "/metrics").body())
                    .contains("app=\"ingest-app\"", "kafka_stream_thread_", "jvm_memory_used_bytes")
                    .contains("millrace_rocksdb_memory_limit_bytes")
                    .contains("millrace_app_ready{app=\"ingest-app\"} 1");
            assertThat(app.streams()
                            .store(StoreQueryParameters.fromNameAndType(
                                    TestApp.STORE, QueryableStoreTypes.<String, Integer>keyValueStore()))
                            .get("ann"))
                    .isEqualTo(2);
            app.close();
            assertThat(app.awaitEnd()).isEmpty();
        }
        assertThatThrownBy(() -> get(port, "/health/live")).isInstanceOf(IOException.class);
    }

    @Test
    void shouldSendABugToTheDeadLettersAndGoOn() {
        try (StreamsApp app = StreamsApp.start(TestApp.definition("ingest-app"), settings)) {
            send("ann", "bug");
            send("ann", "hello");

            assertThat(PROBE.await(output(), 1)).hasSize(1);
            assertThat(PROBE.awaitRaw(topics.dlq("ingest-app"), 1))
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter.value()).isEqualTo("bug".getBytes(StandardCharsets.UTF_8));
                        assertThat(letter.headers().lastHeader("__streams.errors.message"))
                                .isNotNull();
                    });
            assertThat(app.health().isLive()).isTrue();
        }
    }

    @Test
    void shouldFailOnAnErrorAndNotBeLiveAnyMore() throws Exception {
        try (StreamsApp app = StreamsApp.start(TestApp.definition("ingest-app"), settings)) {
            send("ann", "error");

            assertThat(app.awaitEnd()).get().satisfies(failure -> assertThat(failure)
                    .hasStackTraceContaining("broken beyond one record"));
            awaitState(app, State.ERROR);
            assertThat(get(app.managementPort(), "/health/live").statusCode()).isEqualTo(503);
            assertThat(get(app.managementPort(), "/health/ready").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void shouldStopWhenTooManyRecordsAreDeadLetters() {
        try (StreamsApp app = StreamsApp.start(
                TestApp.definition("ingest-app"),
                settings.with(Map.of("dead.letters.share", "0.02", "dead.letters.window", "100")))) {
            send("ann", "bug");
            send("ann", "bug");
            send("ann", "bug");

            assertThat(app.awaitEnd()).isPresent();
        }
    }

    @Test
    void shouldFailWhenWhatRunsBesideTheTopologyFails() {
        AppDefinition failing = AppDefinition.of("ingest-app", context -> {
            context.onCreated(streams -> context.fail(new IllegalStateException("the feed broke")));
            return TestApp.topology(context);
        });
        try (StreamsApp app = StreamsApp.start(failing, settings)) {
            assertThat(app.awaitEnd()).get().satisfies(failure -> assertThat(failure)
                    .hasMessage("the feed broke"));
        }
    }

    @Test
    void shouldRunSeveralAppsInOneJvmOnOneMemoryBudget() {
        try (RocksMemory memory = RocksMemory.ofMebibytes(16);
                StreamsApp first = start("ingest-app", memory);
                StreamsApp second = start("feature-app", memory)) {
            awaitState(first, State.RUNNING);
            awaitState(second, State.RUNNING);
            send("ann", "hello");

            assertThat(PROBE.await(output(), 2)).hasSize(2);
            assertThat(memory.used()).isPositive();
            assertThat(first.meters()
                            .get(ShellMetrics.READY)
                            .tag("app", "ingest-app")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(second.meters()
                            .get(ShellMetrics.READY)
                            .tag("app", "feature-app")
                            .gauge()
                            .value())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldCloseResourcesBeforeAndAfterTheStreamsLastFirst() {
        List<String> order = new CopyOnWriteArrayList<>();
        AppDefinition definition = AppDefinition.of("ingest-app", context -> {
            context.closeAfterStreams(() -> order.add("after 1"));
            context.closeAfterStreams(() -> order.add("after 2"));
            context.closeBeforeStreams(() -> order.add("before 1"));
            context.closeBeforeStreams(() -> order.add("before 2"));
            context.onCreated(streams -> order.add("created"));
            assertThat(context.partitions()).isEqualTo(2);
            return TestApp.topology(context);
        });
        StreamsApp.start(definition, settings).close();

        assertThat(order).containsExactly("created", "before 2", "before 1", "after 2", "after 1");
    }

    @Test
    void shouldNameMissingTopics() {
        Settings elsewhere = settings.with(Map.of("topics.prefix", "nobody", "startup.timeout", "5s"));
        assertThatThrownBy(() -> StreamsApp.start(TestApp.definition("ingest-app"), elsewhere)
                        .close())
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("nobody.interactions.v1", "millrace topics apply");
    }

    @Test
    void shouldNotStartWithoutItsSchemas() {
        Settings elsewhere = settings.with(Map.of("schema.registry.url", "mock://empty", "startup.timeout", "1s"));
        assertThatThrownBy(() -> StreamsApp.start(TestApp.definition("ingest-app"), elsewhere)
                        .close())
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll(topics.items().name() + "-value is not there", "millrace topics apply")
                .hasMessageNotContaining("models");

        StreamsApp.start(TestApp.definition("ingest-app"), elsewhere.with("auto.register.schemas", "true"))
                .close();
    }

    @Test
    void shouldKeepTheRegistryInATopicAndServeItWhereAsked() throws Exception {
        Settings withKafka = settings.with(Map.of(
                "schema.registry.url", "kafka:", "startup.timeout", "5s", "schema.registry.serve", "localhost:0"));
        assertThatThrownBy(() -> StreamsApp.start(TestApp.definition("ingest-app"), withKafka)
                        .close())
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("millrace topics apply");

        try (AvroSerdes serdes = AvroSerdes.configured(withKafka.registry())) {
            Contracts.register(serdes.registry(), Topics.of(topics.prefix(), serdes));
        }
        StreamsApp.start(TestApp.definition("ingest-app"), withKafka).close();
        try (RegistryService service = RegistryService.open(withKafka).orElseThrow()) {
            HttpRequest subjects = HttpRequest.newBuilder(URI.create(service.url() + "/subjects"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(subjects, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains(topics.items().name() + "-value");
        }
        assertThatThrownBy(() -> RegistryService.open(settings.with("schema.registry.serve", "localhost:0")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("schema.registry.serve");
    }

    @Test
    void shouldNameARegistryThatDoesNotAnswer() {
        Settings elsewhere =
                settings.with(Map.of("schema.registry.url", "http://127.0.0.1:1", "schema.registry.timeout.ms", "500"));
        assertThatThrownBy(() -> StreamsApp.start(TestApp.definition("ingest-app"), elsewhere)
                        .close())
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("http://127.0.0.1:1", "schema.registry.url");
    }

    @Test
    void shouldEndWithZeroOnSigterm() {
        try (JavaProcess process = JavaProcess.start(TestApp.class, Map.of("MILLRACE_LOG_FORMAT", "json"), flags())) {
            String line = process.awaitOutput("RUNNING after REBALANCING", BrokerProbe.PATIENCE);
            assertThat(line).startsWith("{").endsWith("}");
            process.terminate();
            assertThat(process.awaitExit(BrokerProbe.PATIENCE))
                    .as(process.output())
                    .isZero();
        }
    }

    @Test
    void shouldEndWithZeroOnSigtermWhileItWaitsForABroker() {
        try (JavaProcess process = JavaProcess.start(
                TestApp.class, Map.of(), flags("--bootstrap.servers=127.0.0.1:1", "--startup.timeout=10m"))) {
            process.awaitOutput("health and metrics on port", BrokerProbe.PATIENCE);
            process.terminate();
            assertThat(process.awaitExit(BrokerProbe.PATIENCE))
                    .as(process.output())
                    .isZero();
        }
    }

    @Test
    void shouldExplainEverySettingWhenAskedForHelp() {
        try (JavaProcess process = JavaProcess.start(TestApp.class, Map.of(), "--help")) {
            assertThat(process.awaitExit(BrokerProbe.PATIENCE)).isZero();
            assertThat(process.output()).contains("test.half-life=24h", "commit.interval.ms=100", "--config FILE");
        }
    }

    @Test
    void shouldEndWithOneOnAFailure() {
        try (JavaProcess process = JavaProcess.start(TestApp.class, Map.of(), flags())) {
            send("ann", "error");
            assertThat(process.awaitExit(BrokerProbe.PATIENCE)).isEqualTo(1);
            assertThat(process.output()).contains("broken beyond one record");
        }
    }

    @Test
    void shouldEndWithTwoOnBadSettings() {
        try (JavaProcess process = JavaProcess.start(TestApp.class, Map.of(), flags("--commit.interval.ms=soon"))) {
            assertThat(process.awaitExit(BrokerProbe.PATIENCE)).isEqualTo(2);
            assertThat(process.output())
                    .contains("commit.interval.ms", "'soon'", "from 1 to 600000")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldEndWithOneAndAClearMessageWithoutABroker() {
        try (JavaProcess process = JavaProcess.start(
                TestApp.class, Map.of(), flags("--bootstrap.servers=127.0.0.1:1", "--startup.timeout=2s"))) {
            assertThat(process.awaitExit(BrokerProbe.PATIENCE)).isEqualTo(1);
            assertThat(process.output())
                    .contains("No broker answered at 127.0.0.1:1 within 2 s (bootstrap.servers)")
                    .doesNotContain("\tat ");
        }
    }

    StreamsApp start(String name, RocksMemory memory) {
        return StreamsApp.start(
                TestApp.definition(name),
                Settings.bundled(name).with(values()),
                new Surroundings(Clock.systemUTC(), memory));
    }

    String[] flags(String... more) {
        return Stream.concat(
                        values().entrySet().stream()
                                .filter(entry -> Arrays.stream(more)
                                        .noneMatch(flag -> flag.startsWith("--" + entry.getKey() + "=")))
                                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue()),
                        // The registry of mock:// is another one in each process.
                        Stream.concat(Arrays.stream(more), Stream.of("--auto.register.schemas=true")))
                .toArray(String[]::new);
    }

    void send(String key, String value) {
        PROBE.produce(new Topic<>(topics.interactionsValid().spec(), Serdes.String(), Serdes.String()), key, value);
    }

    Topic<String, byte[]> output() {
        return topics.modelArtifacts();
    }

    static void awaitState(StreamsApp app, State state) {
        long deadline = System.nanoTime() + BrokerProbe.PATIENCE.toNanos();
        while (app.health().state() != state) {
            assertThat(System.nanoTime())
                    .as(
                            "%s is still %s, waiting for %s",
                            app.name(), app.health().state(), state)
                    .isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
