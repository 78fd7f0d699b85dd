package dev.millrace.training.registry;

import dev.millrace.avro.BundleFile;
import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.OffsetRange;
import dev.millrace.model.bundle.BundleFiles;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.bundle.Sha256;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.RankingFeatures;
import dev.millrace.model.ranking.RankerTrials;
import dev.millrace.training.TrainingRequest;
import dev.millrace.training.log.PartitionReader;
import dev.millrace.training.pipeline.TrainedModel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Names a trained model and writes its manifest. */
public final class ManifestWriter {

    /** A manifest with the files that it describes. */
    public record Written(ModelManifest manifest, Map<String, byte[]> files) {}

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int HASH_LETTERS = 7;

    private final Clock clock;

    public ManifestWriter(Clock clock) {
        this.clock = clock;
    }

    /** @param ranges what was trained on */
    public Written write(
            TrainedModel model,
            Map<String, Double> metrics,
            TrainingRequest request,
            @Nullable ModelManifest champion,
            List<PartitionReader.Range> ranges) {
        ModelBundle bundle = model.bundle();
        Map<String, byte[]> files = BundleFiles.write(bundle);
        List<BundleFile> described = ModelRegistry.describe(files);
        Map<String, String> settings = new TreeMap<>(bundle.foldIn().toMap());
        settings.putAll(model.settings());
        settings.put(ModelRegistry.REQUEST_ID, request.requestId());
        settings.put("requestCause", request.cause());
        ModelManifest manifest = ModelManifest.newBuilder()
                .setVersion(version(described))
                .setCreatedAtMs(clock.millis())
                .setParentVersion(champion == null ? null : champion.getVersion())
                .setTrainedOn(ranges.stream().map(ManifestWriter::offsets).toList())
                .setEventCount(model.events())
                .setUserCount(model.users())
                .setItemCount(bundle.items().size())
                .setDimension(bundle.dimension())
                .setSettings(settings)
                .setMetrics(metrics)
                .setFeatures(bundle.features())
                .setDefinitions(model.definitions())
                .setReferences(model.references())
                .setFiles(described)
                .build();
        return new Written(manifest, files);
    }

    /**
     * Another version of a registered model: the same factors, with a ranker made elsewhere. What was measured of the
     * model does not hold for it.
     *
     * @param bundle of {@code base}
     * @param onnx input {@code features} [n, F], output {@code scores} [n]
     * @param features names of the F columns, in the order of the ranker's input
     * @param definitions what those names mean
     * @throws dev.millrace.model.ranking.InvalidRankerException when the ranker has another signature, is damaged, or
     *     gives scores that are no numbers
     * @throws IllegalArgumentException naming a feature that the definitions do not have
     */
    public Written withRanker(
            ModelManifest base,
            ModelBundle bundle,
            byte[] onnx,
            List<String> features,
            FeatureDefinitions definitions) {
        int width = RankingFeatures.named(definitions, features).width();
        RankerTrials.shared().check(onnx, width);
        Map<String, byte[]> files = BundleFiles.write(bundle.withRanker(features, onnx));
        List<BundleFile> described = ModelRegistry.describe(files);
        Map<String, String> settings = new TreeMap<>(base.getSettings());
        settings.put("model.ranker", "made elsewhere");
        settings.remove(ModelRegistry.REQUEST_ID); // the request led to the other model
        ModelManifest manifest = ModelManifest.newBuilder(base)
                .setVersion(version(described))
                .setCreatedAtMs(clock.millis())
                .setParentVersion(base.getVersion())
                .setSettings(settings)
                .setMetrics(Map.of())
                .setFeatures(features)
                .setDefinitions(definitions.fingerprint())
                .setFiles(described)
                .build();
        return new Written(manifest, files);
    }

    /** Sorts by time of creation; the hash tells two models of one second apart. */
    private String version(List<BundleFile> files) {
        String hashes =
                String.join("", files.stream().map(BundleFile::getSha256).toList());
        String hash = Sha256.of(hashes.getBytes(StandardCharsets.US_ASCII));
        return TIME.format(clock.instant()) + "-" + hash.substring(0, HASH_LETTERS);
    }

    private static OffsetRange offsets(PartitionReader.Range range) {
        return new OffsetRange(range.partition().topic(), range.partition().partition(), range.from(), range.until());
    }
}
