package dev.millrace.training;

import static dev.millrace.training.TrainingOutcome.TRAIN_SECONDS;

import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.OffsetRange;
import dev.millrace.avro.Rollout;
import dev.millrace.model.bundle.InvalidBundleException;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.training.TrainingOutcome.Status;
import dev.millrace.training.TrainingSettings.Promotion;
import dev.millrace.training.log.CatalogueReader;
import dev.millrace.training.log.Erasures;
import dev.millrace.training.log.ExampleReader;
import dev.millrace.training.log.InteractionReader;
import dev.millrace.training.log.PartitionReader;
import dev.millrace.training.pipeline.LoggedList;
import dev.millrace.training.pipeline.PipelineSettings;
import dev.millrace.training.pipeline.ProgressListener;
import dev.millrace.training.pipeline.ProgressListener.Stage;
import dev.millrace.training.pipeline.TooLittleDataException;
import dev.millrace.training.pipeline.TrainedModel;
import dev.millrace.training.pipeline.TrainingData;
import dev.millrace.training.pipeline.TrainingPipeline;
import dev.millrace.training.registry.BundleCheck;
import dev.millrace.training.registry.ManifestWriter;
import dev.millrace.training.registry.ModelCatalogue;
import dev.millrace.training.registry.ModelRegistry;
import dev.millrace.training.registry.NextRollout;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training, from the log to a registered model or a refusal. The service and {@code millrace train} run the same
 * job.
 */
public final class TrainingJob {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingJob.class);

    private final TrainingSettings settings;
    private final KafkaAccess kafka;
    private final Clock clock;
    private final ModelRegistry registry;

    public TrainingJob(TrainingSettings settings, KafkaAccess kafka, Clock clock) {
        this.settings = settings;
        this.kafka = kafka;
        this.clock = clock;
        this.registry = new ModelRegistry(kafka.topics(), kafka.client());
    }

    /** Trains by command. */
    public static TrainingOutcome run(TrainingSettings settings, KafkaAccess kafka, ProgressListener progress) {
        Clock clock = Clock.systemUTC();
        var request = new TrainingRequest("command-" + clock.millis(), settings.slot(), "command");
        return new TrainingJob(settings, kafka, clock).run(request, progress);
    }

    /** @return at once what came of an earlier run, when the request has led to a model already */
    public TrainingOutcome run(TrainingRequest request, ProgressListener progress) {
        long begun = System.nanoTime();
        ModelCatalogue catalogue = registry.read();
        Optional<ModelManifest> earlier = catalogue.trainedFor(request.requestId());
        if (earlier.isPresent()) {
            return alreadyTrained(earlier.get(), catalogue);
        }
        Optional<ModelManifest> champion = catalogue.champion(request.slot());
        List<OffsetRange> trainedOn = champion.map(ModelManifest::getTrainedOn).orElse(List.of());
        try (var reader = new PartitionReader(kafka.client(), settings.readTimeout())) {
            List<PartitionReader.Range> ranges =
                    reader.everything(kafka.topics().interactionsValid().name());
            Erasures erasures = Erasures.read(kafka.topics().erasuresValid(), reader);
            InteractionLog log = new InteractionReader(kafka.topics().interactionsValid(), erasures, trainedOn)
                    .read(reader, ranges, progress);
            var data = new TrainingData(
                    log,
                    catalogue(reader),
                    logged(reader, erasures),
                    champion.map(this::load).orElse(null));
            LOG.info("Left out {} events and {} logged lists of erased users", erasures.events(), erasures.examples());
            PipelineSettings pipeline = settings.pipeline(champion.isEmpty());
            if (!pipeline.equals(settings.pipeline())) {
                LOG.info(
                        "The first model of slot {} takes {} of {} trials, to be there soon; the next training takes all",
                        request.slot(),
                        pipeline.budget().trials(),
                        settings.pipeline().budget().trials());
            }
            TrainedModel model =
                    new TrainingPipeline(pipeline, settings.definitions(), System::nanoTime).train(data, progress);
            Map<String, Double> metrics = new TreeMap<>(model.metrics());
            metrics.put(TRAIN_SECONDS, secondsSince(begun));
            metrics.put("erasedEvents", (double) erasures.events());
            metrics.put("erasedLists", (double) erasures.examples());
            return model.objections().isEmpty()
                    ? register(request, champion.orElse(null), ranges, model, metrics, progress)
                    : refused("gate", metrics, model.objections());
        } catch (TooLittleDataException e) {
            return refused("data", Map.of(TRAIN_SECONDS, secondsSince(begun)), List.of(e.getMessage()));
        }
    }

    private TrainingOutcome register(
            TrainingRequest request,
            @Nullable ModelManifest champion,
            List<PartitionReader.Range> ranges,
            TrainedModel model,
            Map<String, Double> metrics,
            ProgressListener progress) {
        boolean promote = champion == null || settings.promote() == Promotion.AUTO;
        var written = new ManifestWriter(clock).write(model, metrics, request, champion, ranges);
        progress.progress(Stage.CHECK, 0);
        Optional<String> objection = new BundleCheck(
                        settings.definitions(), settings.pipeline().weights())
                .objection(written.manifest(), written.files());
        if (objection.isPresent()) {
            return refused("check", metrics, List.of("the model could not be served: " + objection.get()));
        }
        progress.progress(Stage.REGISTER, 0);
        Rollout rollout = promote
                ? rollout(
                        registry.read().rollouts().get(request.slot()),
                        request,
                        written.manifest().getVersion(),
                        metrics)
                : null;
        registry.register(written.manifest(), written.files(), rollout);
        progress.progress(Stage.REGISTER, 1);
        String version = written.manifest().getVersion();
        LOG.info("Registered model {}{}: {}", version, promote ? ", which serves from now on" : "", metrics);
        return new TrainingOutcome(
                Status.REGISTERED, "", version, promote, metrics, List.of(), metrics.getOrDefault(TRAIN_SECONDS, 0.0));
    }

    private Rollout rollout(
            @Nullable Rollout current, TrainingRequest request, String version, Map<String, Double> metrics) {
        return NextRollout.withChampion(current, request.slot(), version)
                .setAction("promote")
                .setReason("passed the gate (" + request.cause()
                        + "): NDCG@20 %.4f, decayed popularity %.4f"
                                .formatted(metrics.get("ndcg20"), metrics.get("popularityNdcg20")))
                .setDecidedBy("training")
                .setDecidedAtMs(clock.millis())
                .build();
    }

    private static TrainingOutcome refused(String stage, Map<String, Double> metrics, List<String> objections) {
        LOG.warn("Refused the model ({}): {}; measured {}", stage, String.join("; ", objections), metrics);
        return TrainingOutcome.refused(stage, objections, metrics);
    }

    private static TrainingOutcome alreadyTrained(ModelManifest manifest, ModelCatalogue catalogue) {
        String version = manifest.getVersion();
        boolean serves = catalogue.rollouts().values().stream()
                .anyMatch(rollout -> rollout.getChampion().equals(version));
        LOG.info("Model {} was trained for this request already", version);
        Map<String, Double> metrics = manifest.getMetrics();
        return new TrainingOutcome(
                Status.REGISTERED, "", version, serves, metrics, List.of(), metrics.getOrDefault(TRAIN_SECONDS, 0.0));
    }

    /**
     * Null, said aloud, for a champion that cannot be loaded: a broken one must not stand in the way of its successor.
     */
    private @Nullable ModelBundle load(ModelManifest manifest) {
        try {
            return registry.load(manifest);
        } catch (InvalidBundleException e) {
            LOG.warn("Cannot compare with the champion {}", manifest.getVersion(), e);
            return null;
        }
    }

    private Map<String, ItemFacts> catalogue(PartitionReader reader) {
        return new CatalogueReader(kafka.topics().catalog()).read(reader);
    }

    private List<LoggedList> logged(PartitionReader reader, Erasures erasures) {
        FeatureDefinitions definitions = settings.definitions();
        return new ExampleReader(
                        kafka.topics().featureLog(),
                        erasures,
                        definitions.fingerprint(),
                        definitions.names().size())
                .read(reader);
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
