package dev.millrace.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.KeyValue;

/** Broker, registry and topics around scoring apps, and what has been sent to them so far. */
final class Scenario implements AutoCloseable {

    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    static final Duration PATIENCE = Duration.ofSeconds(120);

    final BrokerUnderTest broker = BrokerUnderTest.start();
    final BrokerProbe probe = broker.probe();
    final Topics topics;
    final Registration models;
    private final RegistryHttpServer registry;
    private final Map<String, Integer> sent = new HashMap<>();

    Scenario(String scope, int partitions) {
        topics = Topics.of("recs", AvroSerdes.mock(scope));
        registry = RegistryHttpServer.start(InProcessRegistry.scope(scope), 0);
        probe.createTopics(topics, partitions);
        models = new Registration(probe, topics);
        List<KeyValue<String, Item>> catalog = new ArrayList<>();
        for (int i = 0; i < Registration.ITEMS; i++) {
            catalog.add(KeyValue.pair("i" + i, Samples.item("Item " + i, "all")));
        }
        probe.produce(topics.catalog(), catalog);
    }

    Map<String, String> settings(Path stateDir) {
        return Map.ofEntries(
                Map.entry("bootstrap.servers", broker.bootstrapServers()),
                Map.entry("schema.registry.url", registry.url()),
                Map.entry("auto.register.schemas", "true"),
                Map.entry("state.dir", stateDir.toString()),
                Map.entry("management.port", "0"),
                Map.entry("num.standby.replicas", "0"));
    }

    /** One more event of each user, in turn, {@code rounds} times. */
    void send(int users, int rounds) {
        List<KeyValue<String, Interaction>> events = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (int u = 0; u < users; u++) {
                String user = "user-" + u;
                int n = sent.merge(user, 1, Integer::sum);
                String item = "i" + (u * 7 + n) % Registration.ITEMS;
                events.add(KeyValue.pair(user, Samples.click(user, item, T0.plusSeconds(n))));
            }
        }
        probe.produce(topics.interactionsValid(), events);
    }

    int users() {
        return sent.size();
    }

    /** Waits until each user's newest list is of all events sent and meets the condition; the newest lists. */
    Map<String, Candidates> awaitLists(String what, Predicate<Candidates> condition) {
        Map<String, Long> offsets = lastOffsets();
        return newest(probe.await(
                topics.candidates(),
                what + " for " + sent.size() + " users",
                records -> isComplete(newest(records), offsets, condition),
                PATIENCE));
    }

    /** No event was counted twice and none was left out of the newest list. */
    void assertExact(Map<String, Candidates> lists) {
        Map<String, Long> offsets = lastOffsets();
        assertThat(lists.keySet()).isEqualTo(sent.keySet());
        lists.forEach((user, list) -> {
            assertThat(list.getHistoryLength()).as("history of %s", user).isEqualTo(sent.get(user));
            assertThat(list.getAsOfOffset()).as("last event of %s", user).isEqualTo(offsets.get(user));
            assertThat(list.getItems()).as("list of %s", user).isNotEmpty();
        });
    }

    private boolean isComplete(
            Map<String, Candidates> lists, Map<String, Long> offsets, Predicate<Candidates> condition) {
        return offsets.entrySet().stream().allMatch(user -> {
            Candidates list = lists.get(user.getKey());
            return list != null && list.getAsOfOffset() == user.getValue() && condition.test(list);
        });
    }

    private Map<String, Long> lastOffsets() {
        int events = sent.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Long> offsets = new HashMap<>();
        probe.await(topics.interactionsValid(), events).forEach(event -> offsets.put(event.key(), event.offset()));
        return offsets;
    }

    private static Map<String, Candidates> newest(List<ConsumerRecord<String, Candidates>> records) {
        Map<String, Candidates> lists = new HashMap<>();
        records.forEach(record -> lists.put(record.key(), record.value()));
        return lists;
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}
