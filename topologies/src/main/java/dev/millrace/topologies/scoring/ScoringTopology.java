package dev.millrace.topologies.scoring;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Interaction;
import dev.millrace.model.features.ItemTable;
import dev.millrace.schemas.Topics;
import dev.millrace.topologies.erasure.ErasureMetrics;
import dev.millrace.topologies.items.ItemFeeds;
import dev.millrace.topologies.pacing.CommitPacer;
import dev.millrace.topologies.processing.GlobalTable;
import dev.millrace.topologies.processing.UnreadableState;
import dev.millrace.topologies.retries.RetriedInputs;
import dev.millrace.topologies.scoring.models.ModelFeed;
import dev.millrace.topologies.scoring.models.ModelSource;
import dev.millrace.topologies.scoring.newitems.NewItemFormats;
import dev.millrace.topologies.scoring.newitems.NewItemKeeper;
import dev.millrace.topologies.scoring.newitems.NewItemMetrics;
import dev.millrace.topologies.scoring.newitems.PublishedVectors;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * Keeps every user's history and vector and makes a list of candidates whenever they change.
 *
 * <pre>
 * interactions.valid ─► drop-bots ─► update-preference ─┬─► take-candidates ─► candidates
 * erasures.valid ───────────────────┘                    ├─► take-examples ─► feature-log
 *      [user-preferences, awaiting-scoring,               ├─► candidates, a tombstone for each user forgotten
 *       erasure-horizons]                                 ├─► sessions.ended
 *                                                         └─► new-items-by-item ─► keep-new-items ─► new-item-vectors
 * item-features, item-neighbours, catalog, new-item-vectors ─► the item table, on every instance
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
        GlobalTable.add(
                builder,
                topics.newItemVectors(),
                "new-item-vectors-table",
                meters,
                (item, vector) -> PublishedVectors.read(items, item, vector));
        var unreadable = new UnreadableState(meters);
        var supplies = new PreferenceUpdater.Supplies(
                settings,
                items,
                models,
                new ScoringMetrics(meters),
                ErasureMetrics.leftOut(meters, topics.interactionsValid().name()),
                unreadable,
                clock,
                ticker);
        var keeper = new NewItemKeeper.OfTask(
                settings.newItemInterval(), items, models, new NewItemMetrics(meters), unreadable, clock);
        var inputs = new RetriedInputs(builder, topics, "scoring-app");
        KStream<String, Interaction> interactions = inputs.stream(topics.interactionsValid(), "interactions");
        KStream<String, SpecificRecord> erasures = inputs.stream(topics.erasuresValid(), "erasures")
                .mapValues(erasure -> erasure, Named.as("as-erasures"));
        KStream<String, Outcome> outcomes = interactions
                .filterNot((user, interaction) -> interaction.getBot(), Named.as("drop-bots"))
                .<SpecificRecord>mapValues(interaction -> interaction, Named.as("as-events"))
                .merge(erasures, Named.as("merge-erasures"))
                .process(new PreferenceUpdater.OfTask(supplies), Named.as("update-preference"));
        KStream<String, Outcome.Scored> scored = only(Outcome.Scored.class, outcomes, "lists");
        KStream<String, Candidates> withdrawn = only(Outcome.Withdrawn.class, outcomes, "withdrawn")
                .mapValues(none -> null, Named.as("take-withdrawals"));
        scored.mapValues(Outcome.Scored::candidates, Named.as("take-candidates"))
                .process(
                        new CommitPacer.Supplier<>(
                                settings.pace(), list -> list.value().getEventAppendedMs(), clock),
                        Named.as("pace-candidates"))
                .merge(withdrawn, Named.as("merge-withdrawn"))
                .to(topics.candidates().name(), topics.candidates().produced());
        scored.flatMapValues(Outcome.Scored::examples, Named.as("take-examples"))
                .to(topics.featureLog().name(), topics.featureLog().produced());
        only(Outcome.Ended.class, outcomes, "ended")
                .mapValues(Outcome.Ended::session, Named.as("take-ended"))
                .to(topics.sessionsEnded().name(), topics.sessionsEnded().produced());
        only(Outcome.Touched.class, outcomes, "touches")
                .mapValues(Outcome.Touched::touch, Named.as("take-touches"))
                .repartition(Repartitioned.with(Serdes.String(), NewItemFormats.touches())
                        .withName("new-items-by-item"))
                .process(keeper, Named.as("keep-new-items"))
                .to(topics.newItemVectors().name(), topics.newItemVectors().produced());
        return builder.build();
    }

    private static <T extends Outcome> KStream<String, T> only(
            Class<T> kind, KStream<String, Outcome> outcomes, String name) {
        return outcomes.filter((key, outcome) -> kind.isInstance(outcome), Named.as("only-" + name))
                .mapValues(kind::cast, Named.as("cast-" + name));
    }
}
