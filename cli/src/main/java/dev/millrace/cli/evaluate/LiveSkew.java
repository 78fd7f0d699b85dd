package dev.millrace.cli.evaluate;

import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.ScoredExample;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.ModelLedger;
import dev.millrace.cli.cluster.RecordView;
import dev.millrace.cli.cluster.TopicReader;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.recommend.Recommender;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.Replay;
import dev.millrace.schemas.Topic;
import dev.millrace.topologies.items.ItemFeeds;
import dev.millrace.training.registry.ModelRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Works out the features of the latest logged lists of a running pipeline again, by replaying its valid interactions.
 *
 * <p>Features of users must come out the same. Those of items may be a publication interval behind, for a list is made
 * of the items as they were last published.
 */
public final class LiveSkew {

    /** Candidates that the replay keeps: a logged item should be among them though items have moved since. */
    private static final int CANDIDATES = 1_000;

    private record Event(int partition, long offset, Interaction interaction) {}

    private record Logged(String user, int partition, ScoredExample example) {}

    private final Cluster cluster;
    private final FeatureDefinitions definitions = FeatureDefinitions.standard();
    private final Map<String, @Nullable ServingModel> models = new HashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final Skew skew = new Skew(definitions.names());
    private int incomparable;

    public LiveSkew(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Reads the topics and compares.
     *
     * @param most logged lists that are looked at, the latest ones
     */
    public Skew measure(int most) {
        Map<String, ItemFacts> catalogue = new HashMap<>();
        read(cluster.topics().catalog(), (record, item) -> take(catalogue, record, item));
        read(cluster.topics().interactionsValid(), (record, interaction) -> {
            if (interaction != null && !interaction.getBot()) {
                events.add(new Event(record.partition(), record.offset(), interaction));
            }
        });
        events.sort(Comparator.comparingLong(event -> event.interaction().getTimestampMs()));
        Deque<Logged> latest = new ArrayDeque<>();
        read(cluster.topics().featureLog(), (record, example) -> {
            if (example != null && example.getDefinitions().equals(definitions.fingerprint())) {
                latest.add(new Logged(key(record), record.partition(), example));
                if (latest.size() > most) {
                    latest.remove();
                }
            }
        });
        compare(latest, catalogue);
        return skew;
    }

    /** Logged lists that a replay in the order of time cannot meet: some event of theirs came late. */
    public int incomparable() {
        return incomparable;
    }

    private void compare(Deque<Logged> lists, Map<String, ItemFacts> catalogue) {
        InteractionLog log = log();
        Map<String, Integer> users = new HashMap<>();
        for (int user = 0; user < log.userCount(); user++) {
            users.put(log.userId(user), user);
        }
        var replay = new Replay(log, definitions, EventWeights.defaults(), catalogue);
        RecommenderSettings usual = RecommenderSettings.defaults();
        var recommender = new Recommender(
                definitions,
                new RecommenderSettings(
                        CANDIDATES,
                        usual.personal(),
                        usual.coVisited(),
                        usual.trending(),
                        usual.newest(),
                        0,
                        usual.coVisitedBlend()),
                EventWeights.defaults());
        ModelLedger ledger = ModelLedger.read(cluster);
        List<Logged> inOrder = new ArrayList<>(lists);
        inOrder.sort(Comparator.comparingLong(list -> list.example().getScoredAtMs()));
        long reachedMs = Long.MIN_VALUE;
        for (Logged list : inOrder) {
            long nowMs = list.example().getScoredAtMs();
            Integer user = users.get(list.user());
            if (nowMs > reachedMs) {
                replay.advanceTo(log.firstAt(nowMs));
                replay.advanceUsersTo(log.firstAt(nowMs + 1));
                reachedMs = nowMs;
            }
            if (user == null || replay.user(user).eventCount() != eventsBehind(list)) {
                incomparable++;
                continue;
            }
            ServingModel model = model(list.example().getModelVersion(), ledger, replay);
            skew.compare(list.example(), recommender.recommend(replay.user(user), model, replay.items(), nowMs));
        }
    }

    private InteractionLog log() {
        InteractionLog.Builder log = InteractionLog.builder();
        for (Event event : events) {
            Interaction interaction = event.interaction();
            log.add(
                    interaction.getUserId(),
                    interaction.getItemId(),
                    interaction.getEventType(),
                    Objects.requireNonNullElse(interaction.getValue(), 1.0).floatValue(),
                    interaction.getTimestampMs());
        }
        return log.build();
    }

    /** How many events of its user a list knew, by offset. */
    private long eventsBehind(Logged list) {
        return events.stream()
                .filter(event -> event.partition() == list.partition()
                        && event.offset() <= list.example().getAsOfOffset()
                        && event.interaction().getUserId().equals(list.user()))
                .count();
    }

    private @Nullable ServingModel model(@Nullable String version, ModelLedger ledger, Replay replay) {
        if (version == null) {
            return null;
        }
        return models.computeIfAbsent(version, name -> {
            ModelManifest manifest = ledger.model(name).orElseThrow();
            Map<String, Object> client = new TreeMap<>(cluster.settings());
            client.keySet().removeIf(setting -> setting.startsWith("schema.registry"));
            ServingModel model = ServingModel.load(
                    new ModelRegistry(cluster.topics(), client).load(manifest), replay.items(), definitions);
            replay.follow(model);
            return model;
        });
    }

    private static void take(
            Map<String, ItemFacts> catalogue, ConsumerRecord<byte[], byte[]> record, @Nullable Item item) {
        if (item == null) {
            catalogue.remove(key(record));
        } else {
            catalogue.put(key(record), ItemFeeds.facts(item));
        }
    }

    private interface Taker<V> {
        void take(ConsumerRecord<byte[], byte[]> record, @Nullable V value);
    }

    private <V> void read(Topic<String, V> topic, Taker<V> taker) {
        new TopicReader(cluster).readAll(topic.name(), record -> {
            taker.take(
                    record,
                    topic.valueSerde().deserializer().deserialize(topic.name(), record.headers(), record.value()));
            return true;
        });
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return String.valueOf(RecordView.text(record.key()));
    }
}
