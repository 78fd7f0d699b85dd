package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.ModelManifest;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.localbroker.LocalBroker;
import dev.millrace.localbroker.LocalBrokerSettings;
import dev.millrace.model.bundle.BundleFiles;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.ranking.LinearRanker;
import dev.millrace.model.ranking.OnnxExport;
import dev.millrace.schemas.registry.InProcessRegistry;
import dev.millrace.schemas.registry.RegistryHttpServer;
import dev.millrace.training.registry.ModelRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ranker made elsewhere, from the file to the registered model, on a real broker. */
class RegisterRankerXIT {

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldRegisterARankerWithTheFactorsOfAModel() throws IOException {
        byte[] onnx = OnnxExport.linear(new LinearRanker(new float[] {1, 2}));
        Path ranker = Files.write(dir.resolve("my.onnx"), onnx);
        try (LocalBroker broker = LocalBroker.start(LocalBrokerSettings.in(dir.resolve("broker")));
                RegistryHttpServer registry =
                        RegistryHttpServer.start(InProcessRegistry.scope("register-ranker-xit"), 0);
                Cluster cluster = new Cluster(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", registry.url()),
                        "recs",
                        Duration.ofSeconds(20))) {
            assertThat(run(cluster, "topics", "apply", "--partitions", "1")).isZero();
            var models = new ModelRegistry(cluster.topics(), cluster.settings());
            register(models);

            assertThat(register(cluster, ranker, "personal-score")).isEqualTo(2);
            assertThat(err.toString()).contains("[n, 1]");
            assertThat(register(cluster, ranker, "personal-score,moon-phase")).isEqualTo(2);
            assertThat(err.toString()).contains("moon-phase");
            assertThat(models.read().manifests()).containsOnlyKeys("m1");

            assertThat(register(cluster, ranker, "personal-score,item-age")).isZero();

            ModelManifest made = models.read().manifests().values().stream()
                    .filter(manifest -> "m1".equals(manifest.getParentVersion()))
                    .findFirst()
                    .orElseThrow();
            ModelBundle bundle = models.load(made);
            assertThat(out.toString()).contains(made.getVersion());
            assertThat(bundle.features()).containsExactly("personal-score", "item-age");
            assertThat(bundle.rankerOnnx()).isEqualTo(onnx);
            assertThat(bundle.items().size()).isEqualTo(2);
        }
    }

    private int register(Cluster cluster, Path ranker, String features) {
        return run(
                cluster, "models", "register", "--model", "m1", "--ranker", ranker.toString(), "--features", features);
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

    private int run(Cluster cluster, String... args) {
        String[] connected = Stream.concat(
                        Arrays.stream(args),
                        Stream.of(
                                "--bootstrap-server",
                                cluster.bootstrapServers(),
                                "--schema-registry",
                                cluster.registryUrl()))
                .toArray(String[]::new);
        return Millrace.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(connected);
    }
}
