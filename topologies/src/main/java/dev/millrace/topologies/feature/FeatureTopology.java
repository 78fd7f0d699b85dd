package dev.millrace.topologies.feature;

import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.model.features.Neighbours;
import dev.millrace.schemas.Topics;
import dev.millrace.topologies.erasure.ErasedEventFilter;
import dev.millrace.topologies.erasure.ErasureHorizons;
import dev.millrace.topologies.processing.GlobalTable;
import dev.millrace.topologies.processing.UnreadableState;
import dev.millrace.topologies.retries.RetriedInputs;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Folds events into features of users and items.
 *
 * <pre>
 * interactions.valid ─► drop-erased, drop-bots ─► update-user ─┬─► user-features
 * impressions.valid ─► drop-erased ─► record-impressions       ├─► touches ─► update-item ─┬─► item-features
 * erasures.valid ─► forget-user [erasure-horizons] [outgoing-touches]  ┘  [waiting-touches]    └─► item-neighbours
 * sessions.ended ─► forget-session
 * catalog (global) ─► categories, delistings
 * </pre>
 *
 * Users and items that changed are published once per interval, however often they changed; which ones is part of the
 * state. Every aggregate is order-independent, so late events and the two topics' interleaving change nothing.
 */
public final class FeatureTopology {

    /** Touches of items that are not on their way yet. */
    public static final String OUTGOING_STORE = "outgoing-touches";

    /** Touches of items that are not folded and published yet. */
    public static final String WAITING_STORE = "waiting-touches";

    /** Neighbours of items, more of them than are published. */
    public static final String NEIGHBOURS_STORE = "item-neighbours";

    /** The node that touches are forwarded to, past the branch of the users. */
    static final String TOUCHES = "merge-touches";

    private static final Deserializer<Neighbours> NEIGHBOURS =
            ItemAggregateFormat.neighboursSerde().deserializer();

    private final StreamsBuilder builder;
    private final Topics topics;
    private final int partitions;
    private final FeatureSettings settings;
    private final FeatureMetrics metrics;
    private final UnreadableState unreadable;
    private final MeterRegistry meters;
    private final CatalogView catalog = new CatalogView();

    private FeatureTopology(
            TopologyConfig config, Topics topics, int partitions, FeatureSettings settings, MeterRegistry meters) {
        this.builder = new StreamsBuilder(config);
        this.topics = topics;
        this.partitions = partitions;
        this.settings = settings;
        this.metrics = new FeatureMetrics(meters);
        this.unreadable = new UnreadableState(meters);
        this.meters = meters;
    }

    /** @param partitions of the user-keyed topics; items get as many */
    public static Topology build(
            TopologyConfig config, Topics topics, int partitions, FeatureSettings settings, MeterRegistry meters) {
        var features = new FeatureTopology(config, topics, partitions, settings, meters);
        features.catalog();
        features.items(features.users());
        return features.builder.build();
    }

    /** A value of {@link #NEIGHBOURS_STORE}. */
    public static Neighbours neighbours(byte[] stored) {
        return NEIGHBOURS.deserialize(NEIGHBOURS_STORE, stored);
    }

    private void catalog() {
        GlobalTable.add(builder, topics.catalog(), "catalog-table", meters, catalog::update);
    }

    /** @return batches of touches by partition */
    private KStream<Integer, byte[]> users() {
        builder.addStateStore(ErasureHorizons.builder());
        Set<StoreBuilder<?>> stores = UserStores.builders();
        var inputs = new RetriedInputs(builder, topics, "feature-app");
        KStream<String, Output> updates = inputs.stream(topics.interactionsValid(), "interactions")
                .processValues(
                        new ErasedEventFilter.Supplier<Interaction>(
                                meters, topics.interactionsValid().name()),
                        Named.as("drop-erased-interactions"),
                        ErasureHorizons.STORE)
                .filterNot((userId, interaction) -> interaction.getBot(), Named.as("drop-bots"))
                .process(
                        new UserUpdater.Supplier(partitions, settings, catalog, metrics, unreadable, stores),
                        Named.as("update-user"));
        KStream<String, Output> impressions = inputs.stream(topics.impressionsValid(), "impressions")
                .processValues(
                        new ErasedEventFilter.Supplier<Impression>(
                                meters, topics.impressionsValid().name()),
                        Named.as("drop-erased-impressions"),
                        ErasureHorizons.STORE)
                .process(
                        new ImpressionRecorder.Supplier(partitions, settings, metrics, unreadable, stores),
                        Named.as("record-impressions"));
        KStream<String, Output> erasures = inputs.stream(topics.erasuresValid(), "erasures")
                .process(
                        new UserForgetter.Supplier(settings, catalog, unreadable, stores),
                        Named.as("forget-user"),
                        ErasureHorizons.STORE);
        KStream<String, Output> sessions = inputs.stream(topics.sessionsEnded(), "sessions")
                .process(
                        new SessionForgetter.Supplier(settings.definitions(), unreadable, stores),
                        Named.as("forget-session"));

        only(
                        Output.OfUser.class,
                        Output.OfUser::features,
                        updates.merge(erasures, Named.as("merge-users")).merge(sessions, Named.as("merge-sessions")),
                        "users")
                .to(topics.userFeatures().name(), topics.userFeatures().produced());
        return updates.merge(impressions, Named.as(TOUCHES))
                .filter((none, output) -> output instanceof Output.Touches, Named.as("only-touches"))
                .map(FeatureTopology::byPartition, Named.as("take-touches"));
    }

    private static KeyValue<Integer, byte[]> byPartition(String none, Output output) {
        var touches = (Output.Touches) output;
        return KeyValue.pair(touches.partition(), touches.batch());
    }

    private void items(KStream<Integer, byte[]> touches) {
        KStream<String, Output> updates = touches.repartition(Repartitioned.with(Serdes.Integer(), Serdes.ByteArray())
                        .withName("touches")
                        .withNumberOfPartitions(partitions)
                        .withStreamPartitioner((topic, partition, batch, count) -> Optional.of(Set.of(partition))))
                .process(new ItemUpdater.Supplier(settings, catalog, metrics, unreadable), Named.as("update-item"));
        only(Output.OfItem.class, Output.OfItem::features, updates, "items")
                .to(topics.itemFeatures().name(), topics.itemFeatures().produced());
        only(Output.AroundItem.class, Output.AroundItem::neighbours, updates, "neighbours")
                .to(topics.itemNeighbours().name(), topics.itemNeighbours().produced());
    }

    private static <T extends Output, V> KStream<String, V> only(
            Class<T> kind, Function<T, V> content, KStream<String, Output> outputs, String name) {
        return outputs.filter((key, output) -> kind.isInstance(output), Named.as("only-" + name))
                .mapValues(output -> content.apply(kind.cast(output)), Named.as("take-" + name));
    }
}
