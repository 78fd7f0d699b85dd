package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.ModelManifest;
import dev.millrace.model.bundle.BundleFiles;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.ranking.LinearRanker;
import dev.millrace.model.ranking.OnnxExport;
import dev.millrace.training.registry.ModelRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ranker made elsewhere, from the file to the registered model, on a real broker. */
class RegisterRankerXIT {

    @TempDir
    Path dir;

    @Test
    void shouldRegisterARankerWithTheFactorsOfAModel() throws IOException {
        byte[] onnx = OnnxExport.linear(new LinearRanker(new float[] {1, 2}));
        Path ranker = Files.write(dir.resolve("my.onnx"), onnx);
        try (TestCluster cluster = new TestCluster()) {
            assertThat(cluster.run("topics", "apply", "--partitions", "1").exitCode())
                    .isZero();
            var models = new ModelRegistry(
                    cluster.cluster().topics(), cluster.cluster().settings());
            register(models);

            CommandRun tooFew = register(cluster, ranker, "personal-score");
            assertThat(tooFew.exitCode()).isEqualTo(2);
            assertThat(tooFew.err()).contains("[n, 1]");
            CommandRun unknown = register(cluster, ranker, "personal-score,moon-phase");
            assertThat(unknown.exitCode()).isEqualTo(2);
            assertThat(unknown.err()).contains("moon-phase");
            assertThat(models.read().manifests()).containsOnlyKeys("m1");

            CommandRun registered = register(cluster, ranker, "personal-score,item-age");
            assertThat(registered.exitCode()).isZero();

            ModelManifest made = models.read().manifests().values().stream()
                    .filter(manifest -> "m1".equals(manifest.getParentVersion()))
                    .findFirst()
                    .orElseThrow();
            ModelBundle bundle = models.load(made);
            assertThat(registered.out()).contains(made.getVersion());
            assertThat(bundle.features()).containsExactly("personal-score", "item-age");
            assertThat(bundle.rankerOnnx()).isEqualTo(onnx);
            assertThat(bundle.items().size()).isEqualTo(2);
        }
    }

    private static CommandRun register(TestCluster cluster, Path ranker, String features) {
        return cluster.run(
                "models", "register", "--model", "m1", "--ranker", ranker.toString(), "--features", features);
    }

    private static void register(ModelRegistry models) {
        var bundle = new ModelBundle(
                "m1",
                ItemIndex.of(List.of("tea", "cup")),
                new FactorMatrix(new float[] {1, 0, 0, 1}, 2),
                new float[] {1, 0, 0, 1},
                FoldInSettings.defaults(),
                List.of(),
                null);
        Map<String, byte[]> files = BundleFiles.write(bundle);
        models.register(
                ModelManifest.newBuilder()
                        .setVersion("m1")
                        .setCreatedAtMs(1)
                        .setTrainedOn(List.of())
                        .setEventCount(2)
                        .setUserCount(1)
                        .setItemCount(2)
                        .setDimension(2)
                        .setSettings(bundle.foldIn().toMap())
                        .setMetrics(Map.of())
                        .setFeatures(List.of())
                        .setFiles(ModelRegistry.describe(files))
                        .build(),
                files,
                null);
    }
}
