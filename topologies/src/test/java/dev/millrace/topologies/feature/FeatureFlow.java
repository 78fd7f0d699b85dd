package dev.millrace.topologies.feature;

import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import dev.millrace.avro.ItemFeatures;
import dev.millrace.avro.ItemNeighbours;
import dev.millrace.avro.Neighbour;
import dev.millrace.avro.UserFeatures;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.TopologyFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/** The feature topology in memory. */
final class FeatureFlow implements AutoCloseable {

    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    final FeatureSettings settings = FeatureSettings.defaults();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final TopologyFixture fixture =
            TopologyFixture.of((config, topics) -> FeatureTopology.build(config, topics, 1, settings, meters));
    final Topics topics = fixture.topics();

    void happened(Interaction event) {
        fixture.pipe(topics.interactionsValid(), event.getUserId(), event, T0);
    }

    void purchased(String user, String item, Instant at) {
        happened(Samples.purchase(user, item, 1, at));
    }

    void shown(Impression impression) {
        fixture.pipe(topics.impressionsValid(), impression.getUserId(), impression, T0);
    }

    void catalog(String item, @Nullable Item facts) {
        fixture.pipe(topics.catalog(), item, facts, T0);
    }

    /** Lets one interval pass, so that everything that changed is published. */
    void publish() {
        fixture.advanceWallClock(OutgoingTouches.MOMENT);
        fixture.advanceWallClock(settings.publishInterval());
    }

    List<KeyValue<String, UserFeatures>> users() {
        return fixture.read(topics.userFeatures());
    }

    /** The newest record of each item since the last call; null for a tombstone. */
    Map<String, ItemFeatures> items() {
        return newest(topics.itemFeatures());
    }

    Map<String, ItemNeighbours> neighbours() {
        return newest(topics.itemNeighbours());
    }

    /** Weights by neighbour of every item published since the last call. */
    Map<String, Map<String, Double>> neighbourWeights() {
        Map<String, Map<String, Double>> weights = new TreeMap<>();
        neighbours()
                .forEach((item, list) -> weights.put(
                        item,
                        list.getNeighbours().stream()
                                .collect(Collectors.toMap(
                                        Neighbour::getItemId, Neighbour::getWeight, Double::sum, TreeMap::new))));
        return weights;
    }

    private <V> Map<String, V> newest(Topic<String, V> topic) {
        Map<String, V> newest = new TreeMap<>();
        fixture.read(topic).forEach(record -> newest.put(record.key, record.value));
        return newest;
    }

    /** What was published about the key; fails when nothing or a tombstone was. */
    static <V> V of(Map<String, V> published, String key) {
        return Objects.requireNonNull(published.get(key), () -> key + " is not among " + published.keySet());
    }

    double counted(String meter, String... tags) {
        return meters.get(meter).tags(tags).counter().count();
    }

    @Override
    public void close() {
        fixture.close();
    }
}
