package dev.millrace.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.FallbackLevel;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.avro.RetrainRequest;
import dev.millrace.avro.Rollout;
import dev.millrace.localbroker.JavaProcess;
import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.registry.InProcessRegistry;
import dev.millrace.schemas.registry.RegistryHttpServer;
import dev.millrace.testkit.BrokerProbe;
import dev.millrace.testkit.BrokerUnderTest;
import dev.millrace.testkit.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The retrain trigger on a real broker, killed between its decisions. */
class RetrainXIT {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration STARTING = Duration.ofSeconds(90);

    @TempDir
    Path dir;

    private final BrokerUnderTest broker = BrokerUnderTest.start();
    private final BrokerProbe probe = broker.probe();
    private final RegistryHttpServer registry = RegistryHttpServer.start(InProcessRegistry.scope("retrain-xit"), 0);
    private final Topics topics = Topics.of("recs", AvroSerdes.mock("retrain-xit"));

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
    void shouldAskForOneFirstModelAndJudgeItsListsAcrossAKill() {
        try (JavaProcess app = start()) {
            app.awaitOutput("retrain-trigger-app: RUNNING", STARTING);
            click("ann", 30);

            List<ConsumerRecord<String, RetrainRequest>> requests = probe.await(topics.retrainRequests(), 1);
            assertThat(requests.get(0).value().getCause()).isEqualTo("no-model");
            app.kill();
        }
        probe.produce(topics.rollouts(), "default", rollout());
        probe.produce(topics.recommendations(), "ann", list("wanted"));
        try (JavaProcess app = start()) {
            app.awaitOutput("retrain-trigger-app: RUNNING", STARTING);
            probe.produce(topics.interactionsValid(), "ann", Samples.click("ann", "wanted", T0.plusSeconds(100)));

            var reports = probe.await(
                    topics.quality(),
                    "a report on m1",
                    all -> all.stream().anyMatch(report -> report.key().equals("m1")),
                    BrokerProbe.PATIENCE);
            assertThat(reports).last().satisfies(report -> {
                assertThat(report.value().getTotal().getEvents()).isEqualTo(1);
                assertThat(report.value().getTotal().getHits10()).isEqualTo(1);
            });
            // The request of before the kill is still the only one.
            assertThat(probe.await(topics.retrainRequests(), 1)).hasSize(1);
        }
    }

    private JavaProcess start() {
        Map<String, String> settings = new HashMap<>(Map.of(
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
                "0"));
        settings.putAll(Map.of(
                "retrain.first-model-events", "20",
                "retrain.flush-interval", "100ms",
                "retrain.report-interval", "200ms",
                "retrain.confirmations", "1",
                "retrain.cool-down", "1h"));
        Map<String, String> environment = new HashMap<>();
        settings.forEach((key, value) ->
                environment.put("MILLRACE_" + key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
        return JavaProcess.start(RetrainTriggerApp.class, environment);
    }

    private void click(String user, int times) {
        for (int i = 0; i < times; i++) {
            probe.produce(topics.interactionsValid(), user, Samples.click(user, "i" + i, T0.plusSeconds(i)));
        }
    }

    private static Rollout rollout() {
        return Rollout.newBuilder()
                .setSlot("default")
                .setChampion("m1")
                .setAction("promote")
                .setReason("test")
                .setDecidedBy("test")
                .setDecidedAtMs(T0.toEpochMilli())
                .build();
    }

    private static Recommendations list(String item) {
        return Recommendations.newBuilder()
                .setModelVersion("m1")
                .setLevel(FallbackLevel.PERSONAL)
                .setAsOfOffset(29)
                .setEventAppendedMs(0)
                .setGeneratedAtMs(0)
                .setItems(List.of(RecommendedItem.newBuilder()
                        .setItemId(item)
                        .setScore(1)
                        .setSource("personal")
                        .setReasons(List.of())
                        .build()))
                .build();
    }
}
