package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.RetrainRequest;
import dev.millrace.feature.FeatureApp;
import dev.millrace.ingest.IngestApp;
import dev.millrace.publisher.PublisherApp;
import dev.millrace.retrain.RetrainTriggerApp;
import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.TopicSpec;
import dev.millrace.schemas.Topics;
import dev.millrace.scoring.ScoringApp;
import dev.millrace.shell.AppDefinition;
import dev.millrace.shell.Settings;
import dev.millrace.shell.StreamsApp;
import dev.millrace.testkit.BrokerProbe;
import dev.millrace.testkit.BrokerUnderTest;
import dev.millrace.testkit.Samples;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad records on every topic of a real broker before any app starts, those of the tables that it reads first too. */
class PoisonedTopicsXIT {

    /** On each topic; a partition has fewer of them than stop an app. */
    private static final int POISONS = 3;

    @TempDir
    Path dir;

    private final BrokerUnderTest broker = BrokerUnderTest.start();
    private final Topics topics = Topics.of("shop", AvroSerdes.mock("poisoned-topics"));
    private final List<StreamsApp> apps = new ArrayList<>();

    @AfterEach
    void stop() {
        apps.forEach(StreamsApp::close);
        broker.close();
    }

    @Test
    void shouldStartAndMakeListsBesideBadRecordsOnEveryTopic() throws Exception {
        broker.probe().createTopics(topics, 2);
        poisonAll();

        start(IngestApp.definition(), Map.of());
        start(FeatureApp.definition(), Map.of());
        start(ScoringApp.definition(), Map.of());
        start(PublisherApp.definition(), Map.of("http.port", String.valueOf(freePort())));
        start(RetrainTriggerApp.definition(), Map.of());
        broker.probe().produce(topics.items(), "tea", Samples.item("Tea"));
        broker.probe()
                .produce(
                        topics.interactions(),
                        "ann".getBytes(StandardCharsets.UTF_8),
                        Samples.click("ann", "cup", Instant.now()));

        broker.probe()
                .await(
                        new Topic<>(
                                topics.recommendations().spec(),
                                topics.recommendations().keySerde(),
                                Serdes.ByteArray()),
                        "ann's list",
                        lists -> lists.stream().anyMatch(list -> "ann".equals(list.key())),
                        BrokerProbe.PATIENCE);
        for (StreamsApp app : apps) {
            List<ConsumerRecord<byte[], byte[]>> letters = broker.probe().awaitRaw(topics.dlq(app.name()), 2 * POISONS);
            assertThat(letters)
                    .as(app.name())
                    .extracting(letter -> place(letter.headers()))
                    .doesNotHaveDuplicates();
            assertThat(app.health().state()).as(app.name()).isIn(State.RUNNING, State.REBALANCING);
        }
    }

    private void poisonAll() {
        // Of a type that no app of these reads.
        byte[] anotherType = Objects.requireNonNull(topics.retrainRequests()
                .valueSerde()
                .serializer()
                .serialize(
                        topics.retrainRequests().name(),
                        RetrainRequest.newBuilder()
                                .setRequestId("r1")
                                .setSlot("other")
                                .setCause("test")
                                .setEvidence(Map.of())
                                .setRequestedAtMs(1)
                                .build()));
        try (Producer<byte[], byte[]> producer =
                broker.probe().producer(new ByteArraySerializer(), new ByteArraySerializer())) {
            for (TopicSpec spec : topics.specs()) {
                if (spec.schema().isPresent()) {
                    byte[] key = "eve".getBytes(StandardCharsets.UTF_8);
                    producer.send(new ProducerRecord<>(spec.name(), key, new byte[] {5, 7, 9}));
                    producer.send(new ProducerRecord<>(spec.name(), key, new byte[] {0, 0, 0, 9, 9, 1}));
                    producer.send(new ProducerRecord<>(spec.name(), key, anotherType));
                }
            }
            producer.flush();
        }
    }

    private static String place(Headers letter) {
        return text(letter, "topic") + "-" + text(letter, "partition") + "@" + text(letter, "offset");
    }

    private static String text(Headers headers, String what) {
        return new String(headers.lastHeader("__streams.errors." + what).value(), StandardCharsets.UTF_8);
    }

    private void start(AppDefinition app, Map<String, String> own) {
        Settings settings = Settings.bundled(app.name())
                .with(Map.of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "schema.registry.url", "mock://poisoned-topics",
                        "auto.register.schemas", "true",
                        "topics.prefix", "shop",
                        "state.dir", dir.toString(),
                        "management.port", "0",
                        "num.standby.replicas", "0"))
                .with(own);
        apps.add(StreamsApp.start(app, settings));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
