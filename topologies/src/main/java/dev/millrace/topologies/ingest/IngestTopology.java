package dev.millrace.topologies.ingest;

import dev.millrace.avro.Erasure;
import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import dev.millrace.avro.Rejection;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.topologies.erasure.ErasureHorizons;
import dev.millrace.topologies.pacing.CommitPacer;
import dev.millrace.topologies.processing.UnreadableState;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * Lets through what may count, refuses the rest with a reason, and brings every event to its user's partition.
 *
 * <pre>
 * interactions ─► screen ─┬─► drop-repeats [event-ids] ─► flag-bots [event-rates] ─► interactions.valid
 *                         ├─► interactions.by-user ─► (came in elsewhere) ─► drop-repeats
 *                         └─► rejected                                       └─► rejected
 * impressions: the same without flag-bots        items ─► screen ─► catalog, rejected
 * erasures ─► screen ─► (by erasures.by-user) ─► keep-erasures [erasure-horizons] ─► erasures.valid
 * </pre>
 *
 * An event that came in on its user's partition, as it does when the producer keys by user, goes straight through; only
 * others pay for a hop. An event that was appended before an erasure of its user is refused on the user's partition,
 * where the erasure is brought too. Whatever cannot be decoded is a dead letter; sent = valid + rejected + dead
 * letters.
 */
public final class IngestTopology {

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private final StreamsBuilder builder;
    private final Topics topics;
    private final IngestSettings settings;
    private final MeterRegistry meters;
    private final Clock clock;

    private IngestTopology(
            TopologyConfig config, Topics topics, IngestSettings settings, MeterRegistry meters, Clock clock) {
        this.builder = new StreamsBuilder(config);
        this.topics = topics;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    public static Topology build(
            TopologyConfig config, Topics topics, IngestSettings settings, MeterRegistry meters, Clock clock) {
        var ingest = new IngestTopology(config, topics, settings, meters, clock);
        ingest.builder.addStateStore(ErasureHorizons.builder());
        ingest.interactions();
        ingest.impressions();
        ingest.erasures();
        ingest.items();
        return ingest.builder.build();
    }

    private void interactions() {
        EventKind<Interaction> kind = EventKind.interactions(settings);
        var metrics = new IngestMetrics(meters, kind.name());
        events(kind, metrics, topics.interactions(), topics.interactionsByUser())
                .processValues(
                        new BotFlagger.Supplier(settings.botEventsPerMinute(), metrics, new UnreadableState(meters)),
                        Named.as("flag-bots"))
                .process(
                        new CommitPacer.Supplier<>(
                                settings.pace(),
                                event -> MillraceHeaders.appendedMs(event.headers(), event.timestamp()),
                                clock),
                        Named.as("pace-interactions"))
                .to(topics.interactionsValid().name(), sink(topics.interactionsValid(), "sink"));
    }

    private void impressions() {
        EventKind<Impression> kind = EventKind.impressions(settings);
        var metrics = new IngestMetrics(meters, kind.name());
        events(kind, metrics, topics.impressions(), topics.impressionsByUser())
                .to(topics.impressionsValid().name(), sink(topics.impressionsValid(), "sink"));
    }

    /** The erasures belong where the user's events are judged: their stores are those of both kinds of events. */
    private void erasures() {
        EventKind<Erasure> kind = EventKind.erasures();
        var metrics = new IngestMetrics(meters, kind.name());
        Arrivals<Erasure> arrivals = arrivals(kind, metrics, topics.erasures(), topics.erasuresByUser());
        reject(kind.name(), arrivals.refused());
        var keeper = new ErasureKeeper.Supplier(
                List.of(
                        EventKind.interactions(settings).repeatsStore(),
                        EventKind.impressions(settings).repeatsStore()),
                settings.inputHasAppendTime(),
                metrics,
                clock);
        arrivals.arrived()
                .process(keeper, Named.as("keep-erasures"), keeper.connected())
                .to(topics.erasuresValid().name(), sink(topics.erasuresValid(), "sink"));
    }

    private void items() {
        var screener = new ItemScreener.Supplier(new IngestMetrics(meters, "items"));
        Map<String, KStream<byte[], Ingested<Raw<Item>>>> screened = source(topics.items())
                .process(screener, Named.as("screen-items"))
                .split(Named.as("route-items"))
                .branch((key, item) -> item.isRefused(), Branched.as("-refused"))
                .defaultBranch(Branched.as("-valid"));
        at(screened, "route-items-valid")
                .mapValues(item -> Ingested.value(item).value(), Named.as("items-values"))
                .to(topics.catalog().name(), sink(topics.catalog(), "sink"));
        reject("items", rejections("items-refused", at(screened, "route-items-refused")));
    }

    /** What has come to its user's partition, and what has been refused before. */
    private record Arrivals<T>(KStream<byte[], Arrived<T>> arrived, KStream<byte[], Rejection> refused) {}

    /** Screens and brings to the user's partition. */
    private <T> Arrivals<T> arrivals(
            EventKind<T> kind, IngestMetrics metrics, Topic<?, T> input, Topic<String, T> byUser) {
        String name = kind.name();
        Map<String, KStream<byte[], Ingested<Arrived<T>>>> screened = source(input)
                .process(new EventScreener.Supplier<>(kind, settings, metrics, clock), Named.as("screen-" + name))
                .split(Named.as("route-" + name))
                .branch((key, event) -> event.isRefused(), Branched.as("-refused"))
                .branch((key, event) -> event.isElsewhere(), Branched.as("-elsewhere"))
                .defaultBranch(Branched.as("-here"));
        at(screened, "route-" + name + "-elsewhere")
                .mapValues(event -> Ingested.value(event).bytes(), Named.as(name + "-bytes"))
                .to(byUser.name(), Produced.with(BYTES, BYTES).withName(byUser.name() + "-sink"));
        KStream<byte[], Arrived<T>> brought =
                source(byUser).process(OriginReader<T>::new, Named.as("read-" + name + "-origin"));
        KStream<byte[], Arrived<T>> arrived = at(screened, "route-" + name + "-here")
                .mapValues(Ingested::value, Named.as(name + "-arrived"))
                .merge(brought, Named.as("merge-" + name));
        return new Arrivals<>(arrived, rejections(name + "-refused", at(screened, "route-" + name + "-refused")));
    }

    /** Screens, brings to the user's partition, leaves out what is erased and drops repeats. */
    private <T> KStream<byte[], T> events(
            EventKind<T> kind, IngestMetrics metrics, Topic<?, T> input, Topic<String, T> byUser) {
        String name = kind.name();
        Arrivals<T> arrivals = arrivals(kind, metrics, input, byUser);
        Map<String, KStream<byte[], Ingested<Arrived<T>>>> lasting = arrivals.arrived()
                .process(
                        new ErasedEventGate.Supplier<T>(metrics),
                        Named.as("find-erased-" + name),
                        ErasureHorizons.STORE)
                .split(Named.as("leave-out-" + name))
                .branch((key, event) -> event.isRefused(), Branched.as("-erased"))
                .defaultBranch(Branched.as("-lasting"));
        KStream<byte[], Rejection> erased = rejections(name + "-erased", at(lasting, "leave-out-" + name + "-erased"));
        Map<String, KStream<byte[], Ingested<T>>> kept = at(lasting, "leave-out-" + name + "-lasting")
                .mapValues(Ingested::value, Named.as(name + "-lasting"))
                .process(
                        new RepeatFilter.Supplier<>(kind, settings.repeatWindow(), metrics),
                        Named.as("drop-" + name + "-repeats"))
                .split(Named.as("keep-" + name))
                .branch((key, event) -> event.isRefused(), Branched.as("-repeated"))
                .defaultBranch(Branched.as("-valid"));
        KStream<byte[], Rejection> repeats = rejections(name + "-repeated", at(kept, "keep-" + name + "-repeated"));
        reject(
                name,
                arrivals.refused()
                        .merge(erased, Named.as("merge-" + name + "-erased"))
                        .merge(repeats, Named.as("merge-" + name + "-rejections")));
        return at(kept, "keep-" + name + "-valid").mapValues(Ingested::value, Named.as(name + "-values"));
    }

    private <T> KStream<byte[], Rejection> rejections(String name, KStream<byte[], Ingested<T>> refused) {
        return refused.mapValues(Ingested::rejection, Named.as(name + "-rejection"));
    }

    private void reject(String name, KStream<byte[], Rejection> rejections) {
        rejections.to(topics.rejected().name(), sink(topics.rejected(), name + "-sink"));
    }

    private <T> KStream<byte[], Raw<T>> source(Topic<?, T> topic) {
        return builder.stream(
                topic.name(),
                Consumed.with(BYTES, Raw.serde(topic.valueSerde())).withName(topic.name() + "-source"));
    }

    private static <T> Produced<byte[], T> sink(Topic<?, T> topic, String suffix) {
        return Produced.with(BYTES, topic.valueSerde()).withName(topic.name() + "-" + suffix);
    }

    private static <T> KStream<byte[], T> at(Map<String, KStream<byte[], T>> branches, String name) {
        return Objects.requireNonNull(branches.get(name), name);
    }
}
