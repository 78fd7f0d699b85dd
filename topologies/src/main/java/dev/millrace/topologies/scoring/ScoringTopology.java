package dev.millrace.topologies.scoring;

import dev.millrace.avro.Interaction;
import dev.millrace.model.features.ItemTable;
import dev.millrace.schemas.Topics;
import dev.millrace.topologies.items.ItemFeeds;
import dev.millrace.topologies.pacing.CommitPacer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Keeps every user's history and vector and makes a list of candidates whenever they change.
 *
 * <pre>
 * interactions.valid ─► drop-bots ─► update-preference ─┬─► take-candidates ─► candidates
 *                          [user-preferences, awaiting-scoring] └─► take-examples ─► feature-log
 * item-features, item-neighbours, catalog ─► the item table, on every instance
 * models, model-artifacts, rollouts ─► {@link ModelFeed}, beside the topology
 * </pre>
 */
public final class ScoringTopology {

    /** User to {@link dev.millrace.model.preferences.PreferenceCodec preference}. */
    public static final String PREFERENCES_STORE = "user-preferences";

    /** Users whose state changed and who have not been scored since, with the offset that made them wait. */
    public static final String AWAITING_STORE = "awaiting-scoring";

    private ScoringTopology() {}

    /**
     * @param items fed by this topology; the same table that the models of {@code models} are bound to
     * @param clock wall clock, for when a list was made and how long it took
     */
    public static Topology build(
            TopologyConfig config,
            Topics topics,
            ScoringSettings settings,
            ItemTable items,
            ModelSource models,
            MeterRegistry meters,
            Clock clock) {
        return build(config, topics, settings, items, models, meters, clock, System::nanoTime);
    }

    /** @param ticker nanoseconds, for pacing */
    static Topology build(
            TopologyConfig config,
            Topics topics,
            ScoringSettings settings,
            ItemTable items,
            ModelSource models,
            MeterRegistry meters,
            Clock clock,
            LongSupplier ticker) {
        var builder = new StreamsBuilder(config);
        ItemFeeds.add(builder, topics, items, settings.definitions(), meters);
        var supplies =
                new PreferenceUpdater.Supplies(settings, items, models, new ScoringMetrics(meters), clock, ticker);
        KStream<String, Interaction> interactions = builder.stream(
                topics.interactionsValid().name(), topics.interactionsValid().consumed());
        KStream<String, Scored> scored = interactions
                .filterNot((user, interaction) -> interaction.getBot(), Named.as("drop-bots"))
                .process(new PreferenceUpdater.OfTask(supplies), Named.as("update-preference"));
        scored.mapValues(Scored::candidates, Named.as("take-candidates"))
                .process(
                        new CommitPacer.Supplier<>(
                                settings.pace(), list -> list.value().getEventAppendedMs(), clock),
                        Named.as("pace-candidates"))
                .to(topics.candidates().name(), topics.candidates().produced());
        scored.flatMapValues(Scored::examples, Named.as("take-examples"))
                .to(topics.featureLog().name(), topics.featureLog().produced());
        return builder.build();
    }
}
