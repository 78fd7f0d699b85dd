package dev.millrace.topologies.scoring;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Interaction;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.features.ItemTable;
import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.schemas.Topics;
import dev.millrace.testkit.TopologyFixture;
import dev.millrace.topologies.scoring.background.Refresh;
import dev.millrace.topologies.scoring.background.Sessions;
import dev.millrace.topologies.scoring.models.ModelsInService;
import dev.millrace.topologies.scoring.models.TestModels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/** The scoring topology in memory, with a wall clock and a ticker that stand still until the test moves them. */
public final class ScoringFlow implements AutoCloseable {

    public static final Instant T0 = TopologyFixture.START;

    public final ItemTable items = new ItemTable(TestModels.DEFINITIONS);
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final AtomicLong nanos = new AtomicLong();
    final ModelsInService models;
    public final TopologyFixture flow;
    private final Clock clock = Clock.fixed(T0, ZoneOffset.UTC);
    private final long nanosPerLook;

    public ScoringFlow(ScoringSettings settings, ModelsInService models) {
        this(settings, models, 0);
    }

    /** @param nanosPerLook how far the ticker moves each time it is read */
    ScoringFlow(ScoringSettings settings, ModelsInService models, long nanosPerLook) {
        this(settings, models, nanosPerLook, Map.of());
    }

    /** @param streams settings of Kafka Streams */
    ScoringFlow(ScoringSettings settings, ModelsInService models, long nanosPerLook, Map<String, ?> streams) {
        this.models = models;
        this.nanosPerLook = nanosPerLook;
        this.flow = TopologyFixture.of(
                (config, topics) -> ScoringTopology.build(
                        config,
                        topics,
                        settings,
                        items,
                        models,
                        meters,
                        clock,
                        () -> nanos.getAndAdd(this.nanosPerLook)),
                streams);
    }

    /** Every list logged, so that tests see what is logged. */
    public static ScoringSettings settings() {
        ScoringSettings d = ScoringSettings.defaults();
        return new ScoringSettings(
                d.slot(),
                d.burst(),
                d.intakeShare(),
                d.coalesce(),
                d.decodedUsers(),
                d.housekeeping(),
                100,
                5,
                1,
                d.lists(),
                d.weights(),
                d.definitions(),
                d.pace(),
                d.newItemInterval(),
                d.sessions(),
                Refresh.NEVER);
    }

    public static ScoringSettings settings(Sessions sessions) {
        return settings(settings().newItemInterval(), sessions);
    }

    public static ScoringSettings settings(Duration newItemInterval, Sessions sessions) {
        return settings(newItemInterval, sessions, Refresh.NEVER);
    }

    public static ScoringSettings settings(Refresh refresh) {
        return settings(settings().newItemInterval(), settings().sessions(), refresh);
    }

    private static ScoringSettings settings(Duration newItemInterval, Sessions sessions, Refresh refresh) {
        ScoringSettings d = settings();
        return new ScoringSettings(
                d.slot(),
                d.burst(),
                d.intakeShare(),
                d.coalesce(),
                d.decodedUsers(),
                d.housekeeping(),
                d.sweepUsersPerSecond(),
                d.logRows(),
                d.logShare(),
                d.lists(),
                d.weights(),
                d.definitions(),
                d.pace(),
                newItemInterval,
                sessions,
                refresh);
    }

    public ServingModel model(String version, int dimension) {
        return model(TestModels.bundle(version, 40, dimension));
    }

    public ServingModel model(ModelBundle bundle) {
        bundle.items().ids().forEach(id -> items.updateFacts(id, ItemFacts.of(id, List.of(), null)));
        return ServingModel.load(bundle, items, TestModels.DEFINITIONS);
    }

    public Topics topics() {
        return flow.topics();
    }

    /** Appended a moment before {@link #T0}. */
    public void event(Interaction event) {
        event(event, T0.minusMillis(5));
    }

    /** @param appended to the input topic */
    public void event(Interaction event, Instant appended) {
        var headers = new RecordHeaders();
        MillraceHeaders.setAppendedMs(headers, appended.toEpochMilli());
        flow.pipe(topics().interactionsValid(), event.getUserId(), event, T0, headers);
    }

    /** Lets the burst of any user be over and runs what is due. */
    void settle() {
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        flow.advanceWallClock(Duration.ofMillis(60));
    }

    public List<KeyValue<String, Candidates>> candidates() {
        return flow.read(topics().candidates());
    }

    public KeyValueStore<String, byte[]> preferences() {
        return flow.store(ScoringTopology.PREFERENCES_STORE);
    }

    KeyValueStore<String, byte[]> waiting() {
        return flow.store(ScoringTopology.AWAITING_STORE);
    }

    /** Offset of the event that made the user wait. */
    long waitingSince(String user) {
        return Waiter.serde()
                .deserializer()
                .deserialize("", waiting().get(user))
                .offset();
    }

    public UserPreference state(String user) {
        return PreferenceCodec.decode(preferences().get(user));
    }

    @Override
    public void close() {
        flow.close();
    }
}
