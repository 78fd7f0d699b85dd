package dev.millrace.cli.demo;

import dev.millrace.avro.FallbackLevel;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.avro.RetrainRequest;
import dev.millrace.avro.Rollout;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.schemas.Topics;
import dev.millrace.topologies.ingest.IngestSettings;
import dev.millrace.topologies.ingest.IngestTopology;
import dev.millrace.topologies.pacing.CommitPace;
import dev.millrace.training.TrainingOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/**
 * The real ingest topology, followed by one that gives everybody the item they touched last: enough to check the demo's
 * steps and its bookkeeping against a known truth, without the weight of all apps.
 */
final class StandInPipeline implements Pipeline {

    private static final String INGEST = "ingest-app";
    private static final String LISTS = "stand-in-lists";

    private final Topics topics;
    private final List<KafkaStreams> apps;

    private StandInPipeline(Topics topics, List<KafkaStreams> apps) {
        this.topics = topics;
        this.apps = apps;
        apps.forEach(KafkaStreams::start);
    }

    static Pipeline start(
            DemoSettings settings, Infrastructure infrastructure, WorkDirectory directory, Workloads workloads) {
        Topics topics = infrastructure.cluster().topics();
        IngestSettings ingest = new IngestSettings(
                workloads.eventTypes(),
                Duration.ofMinutes(5),
                null,
                Duration.ofHours(24),
                0,
                true,
                settings.partitions(),
                CommitPace.DEFAULT);
        return new StandInPipeline(
                topics,
                List.of(
                        app(
                                INGEST,
                                infrastructure,
                                directory,
                                topics,
                                config -> IngestTopology.build(
                                        config, topics, ingest, new SimpleMeterRegistry(), Clock.systemUTC())),
                        app(LISTS, infrastructure, directory, topics, config -> lists(config, topics))));
    }

    private static KafkaStreams app(
            String id,
            Infrastructure infrastructure,
            WorkDirectory directory,
            Topics topics,
            Function<TopologyConfig, Topology> build) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, id);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, infrastructure.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.state().toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 20);
        properties.put(StreamsConfig.producerPrefix("linger.ms"), 0);
        properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        properties.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 6_000);
        properties.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 1_500);
        properties.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        if (id.equals(INGEST)) {
            properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, topics.dlq(INGEST));
        }
        return new KafkaStreams(build.apply(new TopologyConfig(new StreamsConfig(properties))), properties);
    }

    private static Topology lists(TopologyConfig config, Topics topics) {
        StreamsBuilder builder = new StreamsBuilder(config);
        builder.stream(
                        topics.interactionsValid().name(),
                        topics.interactionsValid().consumed())
                .processValues(ListOfLastItem::new, Named.as("list-last-item"))
                .to(topics.recommendations().name(), topics.recommendations().produced());
        builder.stream(topics.retrainRequests().name(), topics.retrainRequests().consumed())
                .mapValues(StandInPipeline::manifest, Named.as("pretend-to-train"))
                .to(topics.models().name(), topics.models().produced());
        builder.stream(topics.models().name(), topics.models().consumed())
                .mapValues(StandInPipeline::rollout, Named.as("promote"))
                .to(topics.rollouts().name(), topics.rollouts().produced());
        return builder.build();
    }

    private static ModelManifest manifest(RetrainRequest request) {
        return ModelManifest.newBuilder()
                .setVersion(request.getSlot())
                .setCreatedAtMs(request.getRequestedAtMs())
                .setTrainedOn(List.of())
                .setEventCount(1)
                .setUserCount(1)
                .setItemCount(1)
                .setDimension(1)
                .setSettings(Map.of())
                .setMetrics(Map.of("trainSeconds", 0.5, "ndcg20", 0.2, "popularityNdcg20", 0.1))
                .setFeatures(List.of())
                .setFiles(List.of())
                .build();
    }

    private static Rollout rollout(ModelManifest model) {
        return Rollout.newBuilder()
                .setSlot(FirstModel.SLOT)
                .setChampion(model.getVersion())
                .setAction("promote")
                .setReason("stand-in")
                .setDecidedBy("training")
                .setDecidedAtMs(model.getCreatedAtMs())
                .build();
    }

    private static final class ListOfLastItem
            extends ContextualFixedKeyProcessor<String, Interaction, Recommendations> {

        @Override
        public void process(FixedKeyRecord<String, Interaction> record) {
            Recommendations list = Recommendations.newBuilder()
                    .setLevel(FallbackLevel.TRENDING)
                    .setAsOfOffset(context().recordMetadata().orElseThrow().offset())
                    .setEventAppendedMs(MillraceHeaders.appendedMs(record.headers(), record.timestamp()))
                    .setGeneratedAtMs(0)
                    .setItems(List.of(RecommendedItem.newBuilder()
                            .setItemId(record.value().getItemId())
                            .setScore(1)
                            .setSource("trending")
                            .setReasons(List.of())
                            .build()))
                    .build();
            context().forward(record.withValue(list));
        }
    }

    @Override
    public List<Inputs> inputs() {
        return List.of(
                new Inputs(
                        INGEST,
                        List.of(topics.interactions().name(), topics.items().name())),
                new Inputs(LISTS, List.of(topics.interactionsValid().name())));
    }

    @Override
    public boolean hasMovedTo(String modelVersion) {
        return true;
    }

    @Override
    public Optional<TrainingOutcome> trainingWithoutModel() {
        return Optional.empty();
    }

    @Override
    public Optional<String> modelRefusal() {
        return Optional.empty();
    }

    @Override
    public boolean isReady() {
        return apps.stream().allMatch(app -> app.state() == KafkaStreams.State.RUNNING);
    }

    @Override
    public void check() {
        apps.forEach(app -> {
            if (app.state().hasCompletedShutdown()) {
                throw new IllegalStateException("an app has stopped");
            }
        });
    }

    @Override
    public String url() {
        return "http://localhost:0";
    }

    @Override
    public void close() {
        apps.forEach(app -> app.close(Duration.ofSeconds(10)));
    }
}
