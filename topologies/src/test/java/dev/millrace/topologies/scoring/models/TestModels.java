package dev.millrace.topologies.scoring.models;

import dev.millrace.avro.BundleFile;
import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.Rollout;
import dev.millrace.model.bundle.BundleFiles;
import dev.millrace.model.bundle.Chunks;
import dev.millrace.model.bundle.FileEntry;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.Gramian;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.newitems.CategoryFactors;
import dev.millrace.model.newitems.NewItemBasis;
import dev.millrace.model.ranking.LinearRanker;
import dev.millrace.model.ranking.OnnxExport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Small models of random factors, whole or as the records that register them. */
public final class TestModels {

    public static final FeatureDefinitions DEFINITIONS = FeatureDefinitions.standard();

    private TestModels() {}

    static List<String> ids(int items) {
        return IntStream.range(0, items).mapToObj(i -> "i" + i).toList();
    }

    /** A model without a ranker. */
    public static ModelBundle bundle(String version, int items, int dimension) {
        return bundle(version, items, dimension, null);
    }

    /** A model with a ranker, whose session must not be used once it is closed. */
    public static ModelBundle rankedBundle(String version, int items, int dimension) {
        return bundle(version, items, dimension, ranker());
    }

    static ModelBundle bundle(String version, int items, int dimension, byte @Nullable [] ranker) {
        var random = new Random(version.hashCode());
        float[] values = new float[items * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        var factors = new FactorMatrix(values, dimension);
        double[] exact = Gramian.of(factors);
        float[] gramian = new float[exact.length];
        for (int i = 0; i < exact.length; i++) {
            gramian[i] = (float) exact[i];
        }
        return new ModelBundle(
                version,
                ItemIndex.of(ids(items)),
                factors,
                gramian,
                FoldInSettings.defaults(),
                ranker == null ? List.of() : DEFINITIONS.names(),
                ranker);
    }

    /** The same model, which folds new items in. */
    public static ModelBundle foldingNewItemsIn(ModelBundle bundle) {
        int d = bundle.dimension();
        float[] gramian = new float[d * d];
        for (int k = 0; k < d; k++) {
            gramian[k * d + k] = 10;
        }
        var categories = new CategoryFactors(ItemIndex.of(List.of()), new FactorMatrix(1, d));
        return bundle.withNewItems(new NewItemBasis(100, gramian, categories));
    }

    static byte[] ranker() {
        float[] weights = new float[DEFINITIONS.columns().size()];
        weights[0] = 1;
        return OnnxExport.linear(new LinearRanker(weights));
    }

    static ModelManifest manifest(ModelBundle bundle) {
        return manifest(bundle, BundleFiles.write(bundle));
    }

    static ModelManifest manifest(ModelBundle bundle, Map<String, byte[]> files) {
        List<BundleFile> entries = files.entrySet().stream()
                .map(file -> Chunks.describe(file.getKey(), file.getValue()))
                .map(file -> new BundleFile(file.name(), file.size(), file.chunks(), file.sha256()))
                .toList();
        return ModelManifest.newBuilder()
                .setVersion(bundle.version())
                .setCreatedAtMs(1)
                .setTrainedOn(List.of())
                .setEventCount(1)
                .setUserCount(1)
                .setItemCount(bundle.items().size())
                .setDimension(bundle.dimension())
                .setSettings(bundle.foldIn().toMap())
                .setMetrics(Map.of())
                .setFeatures(bundle.features())
                .setReferences(Map.of())
                .setFiles(entries)
                .build();
    }

    /** Chunk key to chunk. */
    static Map<String, byte[]> chunks(ModelBundle bundle) {
        Map<String, byte[]> chunks = new HashMap<>();
        BundleFiles.write(bundle).forEach((name, file) -> {
            FileEntry entry = Chunks.describe(name, file);
            for (int i = 0; i < entry.chunks(); i++) {
                chunks.put(
                        Chunks.key(bundle.version(), name, i),
                        Chunks.split(file).get(i));
            }
        });
        return chunks;
    }

    static Rollout rollout(String champion) {
        return Rollout.newBuilder()
                .setSlot("default")
                .setChampion(champion)
                .setChallengers(List.of())
                .setShadows(List.of())
                .setExperiment("")
                .setAction("promote")
                .setReason("test")
                .setDecidedBy("cli")
                .setDecidedAtMs(1)
                .build();
    }
}
