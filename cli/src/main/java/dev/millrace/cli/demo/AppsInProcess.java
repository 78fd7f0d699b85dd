package dev.millrace.cli.demo;

import dev.millrace.cli.apps.RunningApps;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.feature.FeatureApp;
import dev.millrace.ingest.IngestApp;
import dev.millrace.model.features.Neighbours;
import dev.millrace.publisher.PublisherApp;
import dev.millrace.retrain.RetrainTriggerApp;
import dev.millrace.schemas.Topics;
import dev.millrace.scoring.ScoringApp;
import dev.millrace.shell.AppDefinition;
import dev.millrace.shell.RocksMemory;
import dev.millrace.shell.Settings;
import dev.millrace.shell.StreamsApp;
import dev.millrace.topologies.feature.FeatureTopology;
import dev.millrace.topologies.ingest.IngestSettings;
import dev.millrace.topologies.processing.TableMetrics;
import dev.millrace.topologies.scoring.ScoringMetrics;
import dev.millrace.topologies.scoring.models.ModelMetrics;
import dev.millrace.training.KafkaAccess;
import dev.millrace.training.TrainingOutcome;
import dev.millrace.training.TrainingSettings;
import dev.millrace.training.pipeline.ProgressListener;
import dev.millrace.training.service.TrainingService;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The five apps in this process, set up for a short life on replayed data. */
final class AppsInProcess implements Pipeline {

    private static final int HTTP_PORT = 8080;
    private static final int ROCKSDB_MIB = 192;

    private final Topics topics;
    private final String url;
    private final Map<String, String> shared;
    private final RocksMemory memory;
    private final RunningApps apps;
    private final AtomicReference<@Nullable TrainingOutcome> withoutModel = new AtomicReference<>();
    private @Nullable TrainingService training;

    private AppsInProcess(Topics topics, String url, Map<String, String> shared) {
        this.topics = topics;
        this.url = url;
        this.shared = shared;
        this.memory = RocksMemory.ofMebibytes(ROCKSDB_MIB);
        this.apps = new RunningApps(memory);
    }

    static Pipeline start(
            DemoSettings settings, Infrastructure infrastructure, WorkDirectory directory, Workloads workloads) {
        int port =
                settings.httpPort() == 0 ? Ports.preferred(HTTP_PORT) : Ports.demanded(settings.httpPort(), "--port");
        AppsInProcess apps = new AppsInProcess(
                infrastructure.cluster().topics(),
                "http://localhost:" + port,
                shared(settings.guarantee(), infrastructure, directory));
        try {
            apps.add(IngestApp.definition(), ingest(workloads.eventTypes()));
            apps.add(FeatureApp.definition(), Map.of());
            // At full speed months pass in a minute, and silent users' lists with them.
            apps.add(ScoringApp.definition(), Map.of("scoring.refresh.users-per-second", "100"));
            apps.add(PublisherApp.definition(), publisher(workloads.eventTypes(), port));
            // The demo itself asks for the first model, once all of the history is there; and as months pass in a
            // minute, new
            // data alone is no cause before it doubles: training would take the cores from the lists.
            apps.add(
                    RetrainTriggerApp.definition(),
                    Map.of(
                            "retrain.first-model-events",
                            String.valueOf(Integer.MAX_VALUE),
                            "retrain.new-data-share",
                            "1",
                            // What was judged is on its topic before a drain calls the end quiet (half a second).
                            // Checks come 25 times as often as usual, so a cause is confirmed by 25 times as many.
                            "retrain.flush-interval",
                            "100ms",
                            "retrain.report-interval",
                            "200ms",
                            "retrain.confirmations",
                            "75",
                            "commit.interval.ms",
                            "100"));
            apps.train(infrastructure);
            return apps;
        } catch (RuntimeException e) {
            apps.close();
            throw e;
        }
    }

    /**
     * The apps for a comparison with an offline replay: nothing retrains, the features of every list are logged, and
     * commits and fetches come quickly, for each step waits for several.
     *
     * @param publisherSettings beside the usual ones
     */
    static AppsInProcess comparable(
            Infrastructure infrastructure,
            WorkDirectory directory,
            Set<String> eventTypes,
            Map<String, String> publisherSettings) {
        int port = Ports.preferred(HTTP_PORT);
        Map<String, String> shared = shared("exactly_once_v2", infrastructure, directory);
        shared.put("commit.interval.ms", "20");
        shared.put("fetch.min.bytes", "1");
        shared.put("fetch.max.wait.ms", "20");
        shared.put("poll.ms", "5");
        AppsInProcess apps = new AppsInProcess(infrastructure.cluster().topics(), "http://localhost:" + port, shared);
        try {
            apps.add(IngestApp.definition(), ingest(eventTypes));
            apps.add(FeatureApp.definition(), Map.of());
            apps.add(
                    ScoringApp.definition(),
                    Map.of(
                            "scoring.feature-log.share",
                            "1",
                            "scoring.feature-log.rows",
                            "100",
                            "scoring.new-items.interval",
                            "0ms",
                            // Lists without an event have no twin in a replay.
                            "scoring.refresh.every",
                            "0ms"));
            Map<String, String> publisher = publisher(eventTypes, port);
            publisher.putAll(publisherSettings);
            apps.add(PublisherApp.definition(), publisher);
            apps.train(infrastructure);
            return apps;
        } catch (RuntimeException e) {
            apps.close();
            throw e;
        }
    }

    /** Starts the feature-app anew; from now on it publishes with every event. */
    void publishFeaturesAtOnce() {
        apps.remove(FeatureApp.definition());
        add(FeatureApp.definition(), Map.of("feature.publish-interval", "0ms"));
    }

    /** Whether what events change about items is on its way to them. */
    boolean touchesAreSent() {
        return isEmpty(FeatureTopology.OUTGOING_STORE);
    }

    /** Whether no feature of an item waits to be published, of those whose touches have arrived. */
    boolean featuresArePublished() {
        return isEmpty(FeatureTopology.WAITING_STORE);
    }

    private boolean isEmpty(String featureStore) {
        try (KeyValueIterator<Object, Object> all = featureStore(featureStore).all()) {
            return !all.hasNext();
        }
    }

    /** What the feature-app remembers around each item, more than it publishes. */
    Map<String, Neighbours> neighbours() {
        Map<String, Neighbours> neighbours = new HashMap<>();
        ReadOnlyKeyValueStore<String, byte[]> store = featureStore(FeatureTopology.NEIGHBOURS_STORE);
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            all.forEachRemaining(item -> neighbours.put(item.key, FeatureTopology.neighbours(item.value)));
        }
        return neighbours;
    }

    private <K, V> ReadOnlyKeyValueStore<K, V> featureStore(String name) {
        return app(FeatureApp.definition())
                .streams()
                .store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<K, V>keyValueStore()));
    }

    /** While they rest, scoring sees no more of an event than the event itself. */
    void restFeatures(boolean rest) {
        KafkaStreams features = app(FeatureApp.definition()).streams();
        if (rest) {
            features.pause();
        } else {
            features.resume();
        }
    }

    /** Whether an app has taken all records before these offsets into its memory of items. */
    boolean hasRead(AppDefinition definition, Map<TopicPartition, Long> ends) {
        MeterRegistry meters = app(definition).meters();
        return ends.entrySet().stream().allMatch(end -> position(meters, end.getKey()) >= end.getValue());
    }

    private static double position(MeterRegistry meters, TopicPartition partition) {
        Gauge position = meters.find(TableMetrics.POSITION)
                .tag("topic", partition.topic())
                .tag("partition", String.valueOf(partition.partition()))
                .gauge();
        return position == null ? 0 : position.value();
    }

    private void add(AppDefinition definition, Map<String, String> own) {
        Settings settings = Settings.bundled(definition.name()).with(shared).with(own);
        apps.start(definition, settings);
    }

    private void train(Infrastructure infrastructure) {
        Map<String, Object> client = Map.of("bootstrap.servers", infrastructure.bootstrapServers());
        training = TrainingService.start(
                TrainingSettings.defaults(),
                new KafkaAccess(topics, client),
                Clock.systemUTC(),
                ProgressListener.NONE,
                outcome -> withoutModel.set(outcome.version() == null ? outcome : null));
    }

    private static Map<String, String> publisher(Set<String> eventTypes, int port) {
        Map<String, String> own = new HashMap<>();
        own.put("http.port", String.valueOf(port));
        own.put("ingest.event-types", ingest(eventTypes).get("ingest.event-types"));
        return own;
    }

    private static Map<String, String> shared(
            String guarantee, Infrastructure infrastructure, WorkDirectory directory) {
        Map<String, String> shared = new HashMap<>();
        shared.put("bootstrap.servers", infrastructure.bootstrapServers());
        shared.put("state.dir", directory.state().toString());
        shared.put("processing.guarantee", guarantee);
        shared.put("management.port", "0");
        shared.put("num.standby.replicas", "0");
        return shared;
    }

    /** Replayed events are as old as they are, arrive as fast as they can, and have the types that the file has. */
    private static Map<String, String> ingest(Set<String> eventTypes) {
        Set<String> types = new TreeSet<>(IngestSettings.DEFAULT_EVENT_TYPES);
        types.addAll(eventTypes);
        return Map.of(
                "ingest.event-types", String.join(",", types),
                "ingest.max-age", "off",
                "ingest.bot-events-per-minute", "0");
    }

    @Override
    public List<Inputs> inputs() {
        List<Inputs> all = List.of(
                new Inputs(
                        group(IngestApp.definition()),
                        List.of(
                                topics.interactions().name(),
                                topics.interactionsByUser().name(),
                                topics.impressions().name(),
                                topics.impressionsByUser().name(),
                                topics.items().name())),
                new Inputs(
                        group(FeatureApp.definition()),
                        List.of(
                                topics.interactionsValid().name(),
                                topics.impressionsValid().name())),
                new Inputs(
                        group(ScoringApp.definition()),
                        List.of(topics.interactionsValid().name())),
                new Inputs(
                        group(PublisherApp.definition()),
                        List.of(topics.candidates().name())),
                new Inputs(
                        group(RetrainTriggerApp.definition()),
                        List.of(
                                topics.interactionsValid().name(),
                                topics.recommendations().name())));
        return all.stream()
                .filter(inputs ->
                        apps.has(inputs.group().substring(topics.prefix().length() + 1)))
                .toList();
    }

    /** Consumer group of an app. */
    String group(AppDefinition app) {
        return topics.prefix() + "." + app.name();
    }

    @Override
    public boolean isReady() {
        return apps.isReady();
    }

    @Override
    public boolean hasMovedTo(String modelVersion) {
        MeterRegistry meters = app(ScoringApp.definition()).meters();
        Gauge sweeps = meters.find(ScoringMetrics.SWEEPS).gauge();
        boolean serves = meters.find(ModelMetrics.IN_SERVICE)
                .tag("version", modelVersion)
                .meters()
                .iterator()
                .hasNext();
        return serves && sweeps != null && sweeps.value() == 0;
    }

    private StreamsApp app(AppDefinition definition) {
        return apps.app(definition);
    }

    @Override
    public void check() {
        apps.check();
        if (training != null && !training.isAlive()) {
            Throwable failure = training.failure();
            throw CommandFailure.failed("training has ended" + (failure == null ? "" : ": " + failure));
        }
    }

    @Override
    public Optional<TrainingOutcome> trainingWithoutModel() {
        return Optional.ofNullable(withoutModel.get());
    }

    @Override
    public Optional<String> modelRefusal() {
        return app(ScoringApp.definition()).meters().find(ModelMetrics.REFUSED).counters().stream()
                .filter(reason -> reason.count() > 0)
                .map(reason -> String.valueOf(reason.getId().getTag("reason")))
                .findFirst();
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void close() {
        if (training != null) {
            training.close();
        }
        apps.close();
        memory.close();
    }
}
