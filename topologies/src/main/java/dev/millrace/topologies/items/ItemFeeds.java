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
import dev.millrace.topologies.processing.GlobalTable;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;

/** Feeds an {@link ItemTable} from {@code item-features}, {@code item-neighbours} and {@code catalog}. */
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
        addSignals(builder, topics, table, definitions, meters);
        GlobalTable.add(builder, topics.itemNeighbours(), NEIGHBOURS, meters, (item, neighbours) -> {
            table.updateNeighbours(item, neighbours == null ? Neighbours.NONE : neighbours(neighbours, table));
        });
        addFacts(builder, topics, table, meters);
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
        Topic<String, ItemNeighbours> topic = topics.itemNeighbours();
        addSignals(builder, topics, table, definitions, meters);
        GlobalTable.add(
                builder,
                new Topic<>(topic.spec(), topic.keySerde(), Serdes.ByteArray()),
                NEIGHBOURS,
                meters,
                (item, bytes) -> neighbours.update(item, bytes, topic));
        addFacts(builder, topics, table, meters);
    }

    private static void addSignals(
            StreamsBuilder builder,
            Topics topics,
            ItemTable table,
            FeatureDefinitions definitions,
            MeterRegistry meters) {
        GlobalTable.add(builder, topics.itemFeatures(), "item-features-table", meters, (item, features) -> {
            if (features == null) {
                table.forgetSignals(item);
            } else {
                table.updateSignals(item, signals(features, definitions));
            }
        });
    }

    private static void addFacts(StreamsBuilder builder, Topics topics, ItemTable table, MeterRegistry meters) {
        GlobalTable.add(builder, topics.catalog(), "catalog-table", meters, (item, facts) -> {
            table.updateFacts(item, facts == null ? null : facts(facts));
        });
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
