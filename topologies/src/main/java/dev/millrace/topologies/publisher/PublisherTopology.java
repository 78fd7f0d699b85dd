package dev.millrace.topologies.publisher;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Recommendations;
import dev.millrace.schemas.Topics;
import dev.millrace.topologies.erasure.ErasureHorizons;
import dev.millrace.topologies.erasure.ErasureMetrics;
import dev.millrace.topologies.items.ItemFeeds;
import dev.millrace.topologies.pacing.CommitPacer;
import dev.millrace.topologies.processing.GlobalTable;
import dev.millrace.topologies.processing.KeptState;
import dev.millrace.topologies.processing.UnreadableState;
import dev.millrace.topologies.retries.RetriedInputs;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;

/**
 * Applies the business rules to every user's candidates and publishes the lists that changed.
 *
 * <pre>
 * candidates ─┬─► drop-shadows ─► apply-rules [published, waiting] ─► recommendations
 *             └─► (tombstone)  ┬► forget-users [published, waiting] ─►
 * erasures.valid, sessions.ended ────┘  [erasure-horizons]
 * catalog, item-features, item-neighbours ─► item table      models, rollouts ─► model directory
 * </pre>
 */
public final class PublisherTopology {

    /** Each user's last list, in full length; the HTTP server reads it. */
    public static final String PUBLISHED_STORE = "published";

    /** Users who came before any item. */
    static final String WAITING_STORE = "waiting";

    private static final String SHADOW = "shadow";

    private static final String[] STORES = {PUBLISHED_STORE, WAITING_STORE, ErasureHorizons.STORE};

    private PublisherTopology() {}

    /**
     * Builds the topology.
     *
     * @param state what its global topics fill, shared with the HTTP server
     */
    public static Topology build(
            TopologyConfig config,
            Topics topics,
            PublisherSettings settings,
            PublisherState state,
            MeterRegistry meters,
            Clock clock) {
        var builder = new StreamsBuilder(config);
        ItemFeeds.add(builder, topics, state.items(), state.neighbours(), state.definitions(), meters);
        GlobalTable.add(builder, topics.models(), "models-directory", meters, state.models()::model);
        GlobalTable.add(builder, topics.rollouts(), "rollouts-directory", meters, state.models()::rollout);
        addStores(builder);

        var metrics = new PublisherMetrics(meters);
        var traits = new ListTraitMetrics(meters, state.shelf());
        var inputs = new RetriedInputs(builder, topics, "publisher-app");
        Map<String, KStream<String, Candidates>> candidates = inputs.stream(topics.candidates(), "candidates")
                .split(Named.as("candidates-"))
                .branch((user, list) -> list == null, Branched.as("withdrawn"))
                .branch((user, list) -> !list.getArm().equals(SHADOW), Branched.as("shown"))
                .noDefaultBranch();
        KStream<String, Recommendations> lists = at(candidates, "candidates-shown")
                .process(
                        new ListPublisher.Supplier(
                                state.lists(),
                                settings,
                                metrics,
                                traits,
                                ErasureMetrics.leftOut(
                                        meters, topics.candidates().name()),
                                new UnreadableState(meters),
                                clock),
                        Named.as("apply-rules"),
                        STORES);
        KStream<String, Recommendations> withdrawn = at(candidates, "candidates-withdrawn")
                .process(() -> UserForgetter.withdrawn(metrics), Named.as("withdraw-lists"), STORES);
        KStream<String, Recommendations> erased = inputs.stream(topics.erasuresValid(), "erasures")
                .process(() -> UserForgetter.erased(metrics), Named.as("forget-users"), STORES);
        KStream<String, Recommendations> ended = inputs.stream(topics.sessionsEnded(), "sessions")
                .process(() -> UserForgetter.ended(metrics), Named.as("forget-sessions"), STORES);
        lists.merge(withdrawn, Named.as("merge-withdrawn"))
                .merge(erased, Named.as("merge-forgotten"))
                .merge(ended, Named.as("merge-ended"))
                .process(
                        new CommitPacer.Supplier<>(settings.pace(), PublisherTopology::appendedMs, clock),
                        Named.as("pace-lists"))
                .to(topics.recommendations().name(), topics.recommendations().produced());
        return builder.build();
    }

    /** A withdrawal is as fresh as its record. */
    private static long appendedMs(Record<String, Recommendations> list) {
        return list.value() == null ? list.timestamp() : list.value().getEventAppendedMs();
    }

    private static void addStores(StreamsBuilder builder) {
        builder.addStateStore(ErasureHorizons.builder());
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(PUBLISHED_STORE), Serdes.String(), StoredList.serde()));
        // Nearly always empty: in memory.
        builder.addStateStore(KeptState.builder(Stores.inMemoryKeyValueStore(WAITING_STORE), Serdes.String()));
    }

    private static KStream<String, Candidates> at(Map<String, KStream<String, Candidates>> branches, String name) {
        return Objects.requireNonNull(branches.get(name), name);
    }
}
