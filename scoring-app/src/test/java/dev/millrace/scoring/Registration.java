package dev.millrace.scoring;

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
import dev.millrace.model.ranking.LinearRanker;
import dev.millrace.model.ranking.OnnxExport;
import dev.millrace.schemas.Topics;
import dev.millrace.testkit.BrokerProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KeyValue;

/** Registers models of random factors, as training does. */
record Registration(BrokerProbe probe, Topics topics) {

    static final int ITEMS = 50;

    /** With a ranker that orders by personal score. */
    void register(String version, int dimension) {
        register(version, dimension, files -> {});
    }

    /** A model one of whose chunks is not what the manifest says. */
    void registerDamaged(String version) {
        register(version, 4, chunks -> chunks.get(0).value[20] ^= 1);
    }

    void rollOut(String version) {
        Rollout rollout = Rollout.newBuilder()
                .setSlot("default")
                .setChampion(version)
                .setAction("promote")
                .setReason("test")
                .setDecidedBy("cli")
                .setDecidedAtMs(1)
                .build();
        probe.produce(topics.rollouts(), "default", rollout);
    }

    private void register(
            String version, int dimension, java.util.function.Consumer<List<KeyValue<String, byte[]>>> tamper) {
        ModelBundle bundle = bundle(version, dimension);
        Map<String, byte[]> files = BundleFiles.write(bundle);
        List<KeyValue<String, byte[]>> chunks = new ArrayList<>();
        List<BundleFile> entries = new ArrayList<>();
        files.forEach((name, file) -> {
            FileEntry entry = Chunks.describe(name, file);
            entries.add(new BundleFile(name, entry.size(), entry.chunks(), entry.sha256()));
            List<byte[]> split = Chunks.split(file);
            for (int i = 0; i < split.size(); i++) {
                chunks.add(KeyValue.pair(Chunks.key(version, name, i), split.get(i)));
            }
        });
        tamper.accept(chunks);
        probe.produce(topics.modelArtifacts(), chunks);
        probe.produce(topics.models(), version, manifest(bundle, entries));
    }

    private static ModelManifest manifest(ModelBundle bundle, List<BundleFile> files) {
        return ModelManifest.newBuilder()
                .setVersion(bundle.version())
                .setCreatedAtMs(1)
                .setTrainedOn(List.of())
                .setEventCount(1)
                .setUserCount(1)
                .setItemCount(ITEMS)
                .setDimension(bundle.dimension())
                .setSettings(bundle.foldIn().toMap())
                .setMetrics(Map.of())
                .setFeatures(bundle.features())
                .setFiles(files)
                .build();
    }

    private static ModelBundle bundle(String version, int dimension) {
        var random = new Random(version.hashCode());
        float[] values = new float[ITEMS * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        var factors = new FactorMatrix(values, dimension);
        double[] exact = Gramian.of(factors);
        float[] gramian = new float[exact.length];
        for (int i = 0; i < exact.length; i++) {
            gramian[i] = (float) exact[i];
        }
        FeatureDefinitions definitions = FeatureDefinitions.standard();
        float[] weights = new float[definitions.columns().size()];
        weights[definitions.names().indexOf("personal-score")] = 1;
        return new ModelBundle(
                version,
                ItemIndex.of(IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toList()),
                factors,
                gramian,
                FoldInSettings.defaults(),
                definitions.names(),
                OnnxExport.linear(new LinearRanker(weights)));
    }
}
