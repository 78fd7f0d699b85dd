package dev.millrace.topologies.items;

import dev.millrace.avro.Item;
import dev.millrace.avro.ItemFeatures;
import dev.millrace.avro.ItemNeighbours;
import dev.millrace.model.features.DecayedCounts;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.features.ItemNeighbour;
import dev.millrace.model.features.ItemSignals;
import dev.millrace.model.features.ItemTable;
import dev.millrace.model.features.Neighbours;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Feeds an {@link ItemTable} from {@code item-features}, {@code item-neighbours} and {@code catalog}, on every
 * instance. The global stores behind them stay empty and in memory: that makes Kafka Streams pass every record from the
 * topic's beginning through the processor at each start, before any task runs.
 */
public final class ItemFeeds {

    private static final String NEIGHBOURS = "item-neighbours-table";

    private ItemFeeds() {}

    /** @param definitions what the features on the topics must have been made by */
    public static void add(
            StreamsBuilder builder,
            Topics topics,
            ItemTable table,
            FeatureDefinitions definitions,
            MeterRegistry meters) {
        var metrics = new ItemFeedMetrics(meters);
        addSignals(builder, topics, table, definitions, metrics);
        feed(builder, topics.itemNeighbours(), NEIGHBOURS, metrics, (item, neighbours) -> {
            table.updateNeighbours(item, neighbours == null ? Neighbours.NONE : neighbours(neighbours, table));
        });
        addFacts(builder, topics, table, metrics);
    }

    /**
     * For who reads the neighbours of few items: they stay out of the table.
     *
     * @param neighbours gets them as they come
     */
    public static void add(
            StreamsBuilder builder,
            Topics topics,
            ItemTable table,
            EncodedNeighbours neighbours,
            FeatureDefinitions definitions,
            MeterRegistry meters) {
        var metrics = new ItemFeedMetrics(meters);
        Topic<String, ItemNeighbours> topic = topics.itemNeighbours();
        addSignals(builder, topics, table, definitions, metrics);
        feed(
                builder,
                new Topic<>(topic.spec(), topic.keySerde(), Serdes.ByteArray()),
                NEIGHBOURS,
                metrics,
                (item, bytes) -> neighbours.update(item, bytes, topic));
        addFacts(builder, topics, table, metrics);
    }

    private static void addSignals(
            StreamsBuilder builder,
            Topics topics,
            ItemTable table,
            FeatureDefinitions definitions,
            ItemFeedMetrics metrics) {
        feed(builder, topics.itemFeatures(), "item-features-table", metrics, (item, features) -> {
            if (features != null) {
                table.updateSignals(item, signals(features, definitions));
            }
        });
    }

    private static void addFacts(StreamsBuilder builder, Topics topics, ItemTable table, ItemFeedMetrics metrics) {
        feed(builder, topics.catalog(), "catalog-table", metrics, (item, facts) -> {
            table.updateFacts(item, facts == null ? null : facts(facts));
        });
    }

    /**
     * Passes one more topic on to memory in the same way.
     *
     * @param name of the processor and its empty store
     * @param update gets each key and value, null for a tombstone, on one thread
     */
    public static <V> void feed(
            StreamsBuilder builder,
            Topic<String, V> topic,
            String name,
            MeterRegistry meters,
            BiConsumer<String, @Nullable V> update) {
        feed(builder, topic, name, new ItemFeedMetrics(meters), update);
    }

    private static <V> void feed(
            StreamsBuilder builder,
            Topic<String, V> topic,
            String name,
            ItemFeedMetrics metrics,
            BiConsumer<String, @Nullable V> update) {
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray()),
                topic.name(),
                // Bytes, not Avro: Kafka Streams 4.3.1 dies of a ClassCastException when a record of a global topic
                // cannot be decoded and a dead letter topic is set, because its global thread has no producer.
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(name),
                () -> new ItemFeed<>(topic, update, metrics));
    }

    /** @throws IllegalArgumentException when the features have other half-lives than the definitions */
    static ItemSignals signals(ItemFeatures features, FeatureDefinitions definitions) {
        double[] counts = new double[features.getDecayedCounts().size()];
        if (counts.length != definitions.itemHalfLivesMs().length) {
            throw new IllegalArgumentException("item features with " + counts.length + " half-lives; features.yaml has "
                    + definitions.itemHalfLivesMs().length);
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] = features.getDecayedCounts().get(i);
        }
        double[] exposure = {features.getImpressions(), features.getClicks()};
        return new ItemSignals(
                new DecayedCounts(features.getAsOfMs(), counts),
                new DecayedCounts(features.getAsOfMs(), exposure),
                features.getFirstSeenMs(),
                features.getLastSeenMs(),
                features.getEventCount(),
                features.getRepeatCount());
    }

    /**
     * With the table's own ids: an item has fifty neighbours, and a copy of each one's id would be most of its bytes.
     */
    static Neighbours neighbours(ItemNeighbours neighbours, ItemTable table) {
        List<ItemNeighbour> list = neighbours.getNeighbours().stream()
                .map(neighbour ->
                        new ItemNeighbour(table.entry(neighbour.getItemId()).id(), neighbour.getWeight()))
                .toList();
        return new Neighbours(neighbours.getAsOfMs(), list);
    }

    /** What the catalogue's record says of an item. */
    public static ItemFacts facts(Item item) {
        return new ItemFacts(
                item.getTitle(),
                item.getCategories(),
                item.getPrice(),
                item.getCreatedAtMs(),
                Objects.requireNonNullElse(item.getAvailableFromMs(), Long.MIN_VALUE),
                Objects.requireNonNullElse(item.getAvailableUntilMs(), Long.MAX_VALUE));
    }
}
