package dev.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Interaction;
import dev.millrace.avro.ItemFeatures;
import dev.millrace.avro.ItemNeighbours;
import dev.millrace.avro.Neighbour;
import dev.millrace.avro.RecentItem;
import dev.millrace.localbroker.JavaProcess;
import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.registry.InProcessRegistry;
import dev.millrace.schemas.registry.RegistryHttpServer;
import dev.millrace.shell.Settings;
import dev.millrace.shell.StreamsApp;
import dev.millrace.testkit.BrokerProbe;
import dev.millrace.testkit.BrokerUnderTest;
import dev.millrace.testkit.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The feature app on a real broker, where there are commits, restarts and crashes. */
class FeatureXIT {

    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    static final int PARTITIONS = 2;

    static @Nullable BrokerUnderTest broker;

    @TempDir
    Path dir;

    String prefix = "";
    Topics topics = topics("unused");
    BrokerProbe probe = new BrokerProbe("unused");

    @BeforeAll
    static void startBroker() {
        broker = BrokerUnderTest.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void createTopics(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName();
        topics = topics(prefix);
        if (broker != null) {
            probe = broker.probe();
        }
        probe.createTopics(topics, PARTITIONS);
    }

    private static Topics topics(String prefix) {
        return Topics.of(prefix, AvroSerdes.mock("feature-xit"));
    }

    @Test
    void shouldGiveLateEventsTheirPlace() {
        try (StreamsApp app = start("disk")) {
            purchase("ann", "tea", 0);
            purchase("ann", "cup", 2);
            probe.await(topics.itemNeighbours(), 2);
            purchase("ann", "pot", 1); // late, after the others were published

            awaitWeight("tea", "cup", 1 / Math.sqrt(2));
            awaitWeight("pot", "cup", 1);
            assertThat(probe.await(
                            topics.userFeatures(),
                            "all three items of ann",
                            records -> records.stream().anyMatch(r -> r.value().getEventCount() == 3),
                            BrokerProbe.PATIENCE))
                    .last()
                    .satisfies(ann -> assertThat(ann.value().getLastItems())
                            .extracting(RecentItem::getItemId)
                            .containsExactly("cup", "pot", "tea"));
            assertThat(app.health().isLive()).isTrue();
        }
    }

    @Test
    void shouldGoOnWhereItStoppedEvenOnAnotherDisk() {
        try (StreamsApp app = start("disk")) {
            purchase("ann", "tea", 0);
            purchase("ann", "cup", 1);
            awaitCount("cup", 1);
            delist("tea");
            probe.await(topics.itemFeatures(), "the tombstone of tea", this::teaIsGone, BrokerProbe.PATIENCE);
            assertThat(app.health().isLive()).isTrue();
        }
        try (StreamsApp app = start("another disk")) {
            purchase("bob", "tea", 2); // delisted before the restart
            purchase("bob", "cup", 3);
            awaitCount("cup", 2);
            assertThat(app.health().isLive()).isTrue();
        }

        List<ConsumerRecord<String, ItemFeatures>> published = probe.await(topics.itemFeatures(), 4);
        assertThat(published.stream().filter(record -> record.key().equals("tea")))
                .extracting(record -> record.value() == null)
                .containsExactly(false, true);
    }

    @Test
    void shouldLoseNothingThatWaitsToBePublishedInACrash() {
        try (var registry = RegistryHttpServer.start(InProcessRegistry.scope("feature-xit"), 0)) {
            List<KeyValue<String, Interaction>> events = List.of(
                    event("ann", "tea", 0), event("bob", "tea", 1), event("ann", "tea", 2), event("cid", "tea", 3));
            try (JavaProcess app = JavaProcess.start(FeatureApp.class, Map.of(), flags("disk", "1h", registry.url()))) {
                app.awaitOutput("RUNNING after", BrokerProbe.PATIENCE);
                probe.produce(topics.interactionsValid(), events);
                probe.awaitRaw(
                        prefix + ".feature-app-waiting-touches-changelog",
                        events.size() + " touches",
                        batches -> batches.stream()
                                        .mapToInt(batch -> occurrences("tea", batch.value()))
                                        .sum()
                                == events.size());
                app.kill();
            }
            assertThat(probe.await(topics.itemFeatures(), 0)).isEmpty();
        }
        try (StreamsApp app = start("disk")) {
            awaitCount("tea", 4);
            assertThat(app.health().isLive()).isTrue();
        }
    }

    private static int occurrences(String item, byte[] batch) {
        return new String(batch, StandardCharsets.ISO_8859_1).split(item, -1).length - 1;
    }

    private boolean teaIsGone(List<ConsumerRecord<String, ItemFeatures>> records) {
        return records.stream().anyMatch(record -> record.key().equals("tea") && record.value() == null);
    }

    private void awaitCount(String item, long events) {
        probe.await(
                topics.itemFeatures(),
                item + " with " + events + " events",
                records -> records.stream()
                        .filter(record -> record.key().equals(item) && record.value() != null)
                        .anyMatch(record -> record.value().getEventCount() == events),
                BrokerProbe.PATIENCE);
    }

    private void awaitWeight(String item, String neighbour, double weight) {
        probe.await(
                topics.itemNeighbours(),
                neighbour + " next to " + item + " with weight " + weight,
                records -> records.stream()
                        .filter(record -> record.key().equals(item))
                        .anyMatch(record -> Math.abs(weight(record.value(), neighbour) - weight) < 1e-6),
                BrokerProbe.PATIENCE);
    }

    private static double weight(ItemNeighbours list, String neighbour) {
        return list.getNeighbours().stream()
                .filter(other -> other.getItemId().equals(neighbour))
                .mapToDouble(Neighbour::getWeight)
                .sum();
    }

    private void delist(String item) {
        try (var producer =
                probe.producer(Serdes.String().serializer(), Serdes.ByteArray().serializer())) {
            producer.send(new ProducerRecord<>(topics.catalog().name(), item, null));
        }
    }

    private void purchase(String user, String item, long afterMs) {
        probe.produce(topics.interactionsValid(), List.of(event(user, item, afterMs)));
    }

    private static KeyValue<String, Interaction> event(String user, String item, long afterMs) {
        return KeyValue.pair(user, Samples.purchase(user, item, 1, T0.plusMillis(afterMs)));
    }

    private StreamsApp start(String disk) {
        return StreamsApp.start(
                FeatureApp.definition(),
                Settings.load("feature-app", flags(disk, "50ms", "mock://feature-xit"), Map.of()));
    }

    private String[] flags(String disk, String interval, String registry) {
        return new String[] {
            "--bootstrap.servers=" + probe.bootstrapServers(),
            "--topics.prefix=" + prefix,
            "--schema.registry.url=" + registry,
            "--auto.register.schemas=true",
            "--state.dir=" + dir.resolve(disk),
            "--num.standby.replicas=0",
            "--management.port=0",
            "--feature.publish-interval=" + interval
        };
    }
}
