package dev.millrace.training.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Interaction;
import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.RetrainRequest;
import dev.millrace.avro.Rollout;
import dev.millrace.avro.TrainingReport;
import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.registry.InProcessRegistry;
import dev.millrace.schemas.registry.RegistryHttpServer;
import dev.millrace.shell.Management;
import dev.millrace.shell.Settings;
import dev.millrace.testkit.BrokerProbe;
import dev.millrace.testkit.BrokerUnderTest;
import dev.millrace.testkit.Samples;
import dev.millrace.training.KafkaAccess;
import dev.millrace.training.TrainingSettings;
import dev.millrace.training.pipeline.ProgressListener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Training on a real broker: from events and a request to a model that serves. */
class TrainingXIT {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final int USERS = 60;
    private static final int SHELVES = 6;

    private final BrokerUnderTest broker = BrokerUnderTest.start();
    private final BrokerProbe probe = broker.probe();
    private final RegistryHttpServer registry = RegistryHttpServer.start(InProcessRegistry.scope("training-xit"), 0);
    private final Topics topics = Topics.of("recs", AvroSerdes.mock("training-xit"));

    @BeforeEach
    void createTopics() {
        probe.createTopics(topics, 2);
    }

    @AfterEach
    void stop() {
        registry.close();
        broker.close();
    }

    @Test
    void shouldTrainGateRegisterAndPromoteAndGoOnAfterARefusal() throws Exception {
        Settings settings = settings();
        try (Management management = Management.start(TrainingService.NAME, settings);
                TrainingService service = TrainingApp.start(settings, management)) {
            probe.produce(topics.interactionsValid(), "ann", Samples.click("ann", "a", T0));
            request("too-early");
            awaitRuns(management, "refused", 1);
            assertThat(report("too-early")).satisfies(report -> {
                assertThat(report.getStatus()).isEqualTo("refused");
                assertThat(report.getStage()).isEqualTo("data");
                assertThat(report.getReasons()).containsExactly("only 1 events to learn from");
            });

            probe.produce(topics.interactionsValid(), shoppers());
            request("enough-now");
            List<ConsumerRecord<String, ModelManifest>> models = probe.await(topics.models(), 1);
            List<ConsumerRecord<String, Rollout>> rollouts = probe.await(topics.rollouts(), 1);

            ModelManifest manifest = models.get(0).value();
            assertThat(rollouts.get(0).value().getChampion()).isEqualTo(manifest.getVersion());
            assertThat(manifest.getItemCount()).isEqualTo(1 + SHELVES * 20);
            assertThat(manifest.getMetrics().get("ndcg20"))
                    .isGreaterThan(manifest.getMetrics().get("popularityNdcg20"));
            assertThat(manifest.getTrainedOn()).hasSize(2);
            assertThat(manifest.getFiles()).isNotEmpty();
            assertThat(probe.await(topics.modelArtifacts(), manifest.getFiles().size()))
                    .allMatch(chunk -> chunk.key().startsWith(manifest.getVersion() + "/"));

            request("once-more");
            assertThat(probe.await(topics.models(), 2))
                    .last()
                    .satisfies(second -> assertThat(second.value().getMetrics()).containsKey("validationEvents"));
            assertThat(service.isAlive()).isTrue();
            assertThat(get(management, "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(management, "/metrics").body()).contains("millrace_training_ndcg20");
        }
    }

    @Test
    void shouldTellTheEndOfEveryRequestAlsoOfOneThatBreaks() throws Exception {
        probe.produce(topics.interactionsValid(), "ann", Samples.click("ann", "a", T0));
        Deque<Runnable> breaks = new ArrayDeque<>(List.of(
                () -> {
                    throw new IllegalStateException("not today");
                },
                () -> {
                    throw new StackOverflowError("too deep");
                }));
        KafkaAccess kafka = new KafkaAccess(topics, Map.of("bootstrap.servers", broker.bootstrapServers()));
        ProgressListener breaking = (stage, fraction) -> breaks.pop().run();
        try (TrainingService service =
                TrainingService.start(TrainingSettings.defaults(), kafka, Clock.systemUTC(), breaking, outcome -> {})) {
            request("elsewhere", "nosuch");
            request("exception", "default");
            request("error", "default");

            assertThat(report("elsewhere").getReasons())
                    .containsExactly("this training-app trains for the slot default, not for nosuch");
            assertThat(report("exception")).satisfies(report -> {
                assertThat(report.getStatus()).isEqualTo("failed");
                assertThat(report.getStage()).isEqualTo("read");
                assertThat(report.getReasons()).containsExactly("IllegalStateException: not today");
            });
            assertThat(report("error").getReasons()).containsExactly("StackOverflowError: too deep");
            service.awaitEnd();
            assertThat(service.failure()).hasMessage("too deep");
        }
    }

    /** The last one of a request, which has one or two. */
    private TrainingReport report(String request) throws InterruptedException {
        for (int n = 1; ; n++) {
            TrainingReport last =
                    probe.await(topics.trainingReports(), n).get(n - 1).value();
            if (last.getRequestId().equals(request) && !last.getStatus().equals("started")) {
                return last;
            }
        }
    }

    private Settings settings() {
        return Settings.bundled(TrainingService.NAME)
                .with(Map.of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "schema.registry.url", registry.url(),
                        "auto.register.schemas", "true",
                        "management.port", "free",
                        "management.host", "127.0.0.1",
                        "training.search.trials", "1"));
    }

    private void request(String id) {
        request(id, "default");
    }

    private void request(String id, String slot) {
        probe.produce(
                topics.retrainRequests(),
                slot,
                RetrainRequest.newBuilder()
                        .setRequestId(id)
                        .setSlot(slot)
                        .setCause("command")
                        .setEvidence(Map.of())
                        .setRequestedAtMs(T0.toEpochMilli())
                        .build());
    }

    private static void awaitRuns(Management management, String outcome, long runs) throws InterruptedException {
        long deadline = System.nanoTime() + BrokerProbe.PATIENCE.toNanos();
        var timer = management.meters().get(TrainingMetrics.RUNS).tag("outcome", outcome);
        while (timer.timer().count() < runs) {
            assertThat(System.nanoTime()).as("%s trainings", outcome).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private static HttpResponse<String> get(Management management, String path)
            throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + management.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Users who keep to one shelf, which popularity cannot know. */
    private static List<KeyValue<String, Interaction>> shoppers() {
        Random random = new Random(7);
        List<KeyValue<String, Interaction>> events = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            int user = random.nextInt(USERS);
            String item = "s" + user % SHELVES + "-i" + random.nextInt(20);
            events.add(KeyValue.pair("u" + user, Samples.click("u" + user, item, T0.plusSeconds(60L * i))));
        }
        return events;
    }
}
