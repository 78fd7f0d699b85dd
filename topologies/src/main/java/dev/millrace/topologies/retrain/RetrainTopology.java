package dev.millrace.topologies.retrain;

import dev.millrace.avro.Erasure;
import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.QualityReport;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RetrainRequest;
import dev.millrace.schemas.Topics;
import dev.millrace.topologies.erasure.ErasedEventFilter;
import dev.millrace.topologies.erasure.ErasureHorizons;
import dev.millrace.topologies.processing.KeptState;
import dev.millrace.topologies.processing.UnreadableState;
import dev.millrace.topologies.retries.RetriedInputs;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;

/**
 * Judges every valid event by the list that its user had, and asks for a new model when the evidence says so.
 *
 * <pre>
 * recommendations    -> remember-list -.
 * impressions.valid  -> note-impression +-> [user-lists, pending-outcomes]
 * erasures.valid     -> forget-user ---'   [erasure-horizons]
 * sessions.ended     -> forget-session
 * interactions.valid -> drop-bots -> judge-event [user-lists, pending-outcomes] -> by-slot (repartition)
 *                    -> weigh-evidence [model-quality, retrain-state] -> quality, retrain-requests
 * models, rollouts, model-artifacts, item-features -> global tables in memory
 * </pre>
 *
 * Events of before an erasure of their user are left out first. The five user-keyed topics must have the same number of
 * partitions: the app checks that at start.
 */
public final class RetrainTopology {

    /** Public because interactive queries and tests look the stores up by name. */
    public static final String USER_LISTS = "user-lists";

    public static final String PENDING_OUTCOMES = "pending-outcomes";
    public static final String MODEL_QUALITY = "model-quality";
    public static final String RETRAIN_STATE = "retrain-state";

    private RetrainTopology() {}

    public static Topology build(TopologyConfig config, Topics topics, RetrainSettings settings, MeterRegistry meters) {
        var builder = new StreamsBuilder(config);
        var models = new ServingModels(topics.interactionsValid().name());
        var popular = new PopularItems(settings.popularityHalfLife());
        var metrics = new RetrainMetrics(meters);
        GlobalTables.add(builder, topics, settings, models, popular, meters);
        var unreadable = new UnreadableState(meters);
        addStores(builder);

        var inputs = new RetriedInputs(builder, topics, "retrain-trigger-app");
        KStream<String, Recommendations> lists = inputs.stream(topics.recommendations(), "lists");
        lists.process(
                () -> new ListKeeper.Recommended(unreadable),
                Named.as("remember-list"),
                USER_LISTS,
                ErasureHorizons.STORE);

        KStream<String, Impression> impressions = inputs.stream(topics.impressionsValid(), "impressions");
        impressions
                .processValues(
                        new ErasedEventFilter.Supplier<Impression>(
                                meters, topics.impressionsValid().name()),
                        Named.as("drop-erased-impressions"),
                        ErasureHorizons.STORE)
                .process(
                        () -> new ListKeeper.Shown(unreadable),
                        Named.as("note-impression"),
                        USER_LISTS,
                        PENDING_OUTCOMES);

        KStream<String, Erasure> erasures = inputs.stream(topics.erasuresValid(), "erasures");
        erasures.process(
                () -> new ListKeeper.Erased(unreadable), Named.as("forget-user"), USER_LISTS, ErasureHorizons.STORE);

        KStream<String, Erasure> sessions = inputs.stream(topics.sessionsEnded(), "sessions");
        sessions.process(() -> new ListKeeper.Ended(unreadable), Named.as("forget-session"), USER_LISTS);

        KStream<String, Interaction> interactions = inputs.stream(topics.interactionsValid(), "interactions");
        KStream<String, Outcome> outcomes = interactions
                .processValues(
                        new ErasedEventFilter.Supplier<Interaction>(
                                meters, topics.interactionsValid().name()),
                        Named.as("drop-erased-interactions"),
                        ErasureHorizons.STORE)
                .filterNot((userId, interaction) -> interaction.getBot(), Named.as("drop-bots"))
                .process(
                        () -> new EventJudge(settings, new ListJudge(settings, models, popular), unreadable),
                        Named.as("judge-event"),
                        USER_LISTS,
                        PENDING_OUTCOMES)
                // One slot, a few records a second: one partition, so that one task sees all the evidence.
                .repartition(Repartitioned.with(Serdes.String(), StateSerdes.OUTCOMES)
                        .withName("by-slot")
                        .withNumberOfPartitions(1));

        KStream<String, SpecificRecord> findings = outcomes.process(
                () -> new EvidenceKeeper(settings, models, metrics, unreadable),
                Named.as("weigh-evidence"),
                MODEL_QUALITY,
                RETRAIN_STATE);
        findings.filter((key, finding) -> finding instanceof QualityReport, Named.as("pick-reports"))
                .mapValues(QualityReport.class::cast, Named.as("as-reports"))
                .to(topics.quality().name(), topics.quality().produced());
        findings.filter((key, finding) -> finding instanceof RetrainRequest, Named.as("pick-requests"))
                .mapValues(RetrainRequest.class::cast, Named.as("as-requests"))
                .to(topics.retrainRequests().name(), topics.retrainRequests().produced());
        return builder.build();
    }

    private static void addStores(StreamsBuilder builder) {
        builder.addStateStore(ErasureHorizons.builder());
        // Cached: a busy user may have some 16 KB, written once per commit and not at every event.
        builder.addStateStore(KeptState.builder(Stores.persistentKeyValueStore(USER_LISTS), Serdes.String())
                .withCachingEnabled());
        // Touched by every event and emptied every flush: cached, so that its changelog gets one write per commit.
        builder.addStateStore(KeptState.builder(Stores.inMemoryKeyValueStore(PENDING_OUTCOMES), Serdes.String())
                .withCachingEnabled());
        builder.addStateStore(KeptState.builder(Stores.inMemoryKeyValueStore(MODEL_QUALITY), Serdes.String()));
        builder.addStateStore(KeptState.builder(Stores.inMemoryKeyValueStore(RETRAIN_STATE), Serdes.String()));
    }
}
