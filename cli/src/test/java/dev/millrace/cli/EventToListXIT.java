package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Interaction;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.feature.FeatureApp;
import dev.millrace.ingest.IngestApp;
import dev.millrace.publisher.PublisherApp;
import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.registry.InProcessRegistry;
import dev.millrace.schemas.registry.RegistryHttpServer;
import dev.millrace.scoring.ScoringApp;
import dev.millrace.shell.AppDefinition;
import dev.millrace.shell.Settings;
import dev.millrace.shell.StreamsApp;
import dev.millrace.testkit.BrokerUnderTest;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a company does with Millrace: a plain producer at one end, a plain consumer of committed records at the other.
 */
class EventToListXIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int USERS = 24;
    private static final int ITEMS_OF_A_KIND = 10;

    @TempDir
    Path dir;

    private final BrokerUnderTest broker = BrokerUnderTest.start();
    private final RegistryHttpServer registry = RegistryHttpServer.start(InProcessRegistry.scope("event-to-list"), 0);
    private final Topics topics = Topics.of(
            "shop",
            AvroSerdes.configured(Map.of("schema.registry.url", registry.url(), "auto.register.schemas", "true")));
    private final Map<String, Set<String>> seen = new HashMap<>();
    private final List<StreamsApp> apps = new ArrayList<>();

    @BeforeEach
    void startApps() throws Exception {
        broker.probe().createTopics(topics, 4);
        start(IngestApp.definition(), Map.of());
        start(FeatureApp.definition(), Map.of());
        start(ScoringApp.definition(), Map.of());
        start(PublisherApp.definition(), Map.of("http.port", String.valueOf(freePort())));
    }

    private void start(AppDefinition app, Map<String, String> own) {
        Settings settings = Settings.bundled(app.name())
                .with(Map.of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "schema.registry.url", registry.url(),
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

    @AfterEach
    void stop() {
        apps.forEach(StreamsApp::close);
        registry.close();
        broker.close();
    }

    @Test
    void shouldPublishEveryUsersListOfItemsNewToThem() {
        Map<String, Recommendations> lists;
        try (var producer = producer()) {
            for (int round = 0; round < 6; round++) {
                click(producer, round);
            }
            // The very first lists were made when hardly an item was known: whoever goes on gets one from all of them.
            lists = awaitLists(this::isComplete, () -> click(producer, 0));
        }

        assertThat(lists).hasSize(USERS);
        lists.forEach((user, list) -> {
            List<String> items =
                    list.getItems().stream().map(RecommendedItem::getItemId).toList();
            assertThat(items).as("list of %s", user).isNotEmpty().doesNotHaveDuplicates();
            assertThat(items).as("list of %s", user).doesNotContainAnyElementsOf(seen.getOrDefault(user, Set.of()));
            assertThat(list.getEventAppendedMs()).isPositive();
        });
    }

    @Test
    void shouldTellWhatGoesTogetherFromEventsAlone() {
        try (var producer = producer()) {
            for (int round = 0; round < 6; round++) {
                click(producer, round);
            }
            // Lists follow their users' events: whoever goes on sees what has been learnt from others meanwhile.
            Map<String, Recommendations> lists = awaitLists(
                    all -> firstItem(all, "user-0").startsWith("kind0-")
                            && firstItem(all, "user-1").startsWith("kind1-"),
                    () -> {
                        send(producer, "user-0", "kind0-item0");
                        send(producer, "user-1", "kind1-item1");
                    });

            assertThat(lists.keySet()).contains("user-0", "user-1");
        }
    }

    private void click(KafkaProducer<String, Interaction> producer, int round) {
        for (int user = 0; user < USERS; user++) {
            send(producer, "user-" + user, "kind" + user % 2 + "-item" + (user + 3 * round) % ITEMS_OF_A_KIND);
        }
    }

    private void send(KafkaProducer<String, Interaction> producer, String user, String item) {
        seen.computeIfAbsent(user, none -> new HashSet<>()).add(item);
        Interaction event = Interaction.newBuilder()
                .setUserId(user)
                .setItemId(item)
                .setEventType("purchase")
                .setValue(1.0)
                .setTimestampMs(System.currentTimeMillis())
                .setEventId(UUID.randomUUID().toString())
                .build();
        producer.send(new ProducerRecord<>(topics.interactions().name(), user, event));
    }

    private KafkaProducer<String, Interaction> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                topics.interactions().valueSerde().serializer());
    }

    /** The newest list of each user, once they are as they should be. */
    private Map<String, Recommendations> awaitLists(
            Predicate<Map<String, Recommendations>> wanted, Runnable meanwhile) {
        Map<String, Recommendations> newest = new HashMap<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "group.id", "a-customer",
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed"),
                new StringDeserializer(),
                topics.recommendations().valueSerde().deserializer())) {
            consumer.subscribe(List.of(topics.recommendations().name()));
            while (!wanted.test(newest)) {
                assertThat(System.nanoTime())
                        .as("%s beside what was taken: %s", newest, seen)
                        .isLessThan(deadline);
                var lists = consumer.poll(Duration.ofMillis(500));
                lists.forEach(list -> newest.put(list.key(), list.value()));
                if (lists.isEmpty()) {
                    meanwhile.run();
                }
            }
        }
        return newest;
    }

    private boolean isComplete(Map<String, Recommendations> lists) {
        return lists.size() == USERS
                && lists.entrySet().stream().allMatch(list -> list.getValue().getItems().stream()
                        .map(RecommendedItem::getItemId)
                        .noneMatch(item ->
                                seen.getOrDefault(list.getKey(), Set.of()).contains(item)));
    }

    private static String firstItem(Map<String, Recommendations> lists, String user) {
        Recommendations list = lists.get(user);
        return list == null || list.getItems().isEmpty()
                ? ""
                : list.getItems().get(0).getItemId();
    }
}
