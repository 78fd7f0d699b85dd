package dev.millrace.cli.commands;

import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.Rollout;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.ModelLedger;
import dev.millrace.cli.console.AvroJson;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.model.bundle.InvalidBundleException;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.ranking.InvalidRankerException;
import dev.millrace.training.registry.ManifestWriter;
import dev.millrace.training.registry.ModelRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Registers a ranker that was made elsewhere, with the factors of a model that is there. */
@Command(
        name = "register",
        header = "Register a ranker made elsewhere, with the factors of a registered model.",
        description =
                "The ranker is ONNX with the input `features`, float [n, F], and the output `scores`, float [n]. It"
                        + " is loaded and tried before anything is written. Nothing serves it before a rollout says so.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = {
            "  millrace models register --ranker my.onnx --features personal-score,item-age",
            "  millrace rollouts set --champion VERSION --challenger NEW=0.1"
        })
final class RegisterCommand extends ClusterCommand {

    @Option(names = "--ranker", required = true, paramLabel = "FILE", description = "The ranker, one ONNX file.")
    private Path ranker = Path.of("");

    @Option(
            names = "--features",
            required = true,
            split = ",",
            paramLabel = "NAME",
            description = "What its columns hold, in order; names of features.yaml.")
    private List<String> features = List.of();

    @Option(
            names = "--model",
            paramLabel = "VERSION",
            description = "The model whose factors it goes with (the one that serves).")
    private @Nullable String model;

    @Option(names = "--slot", defaultValue = "default", description = "Slot of the serving one (${DEFAULT-VALUE}).")
    private String slot = "default";

    @Option(
            names = "--feature-definitions",
            paramLabel = "FILE",
            description = "The features.yaml of this installation (the one that comes with Millrace).")
    private @Nullable Path definitions;

    @Override
    int run(Cluster cluster) {
        ModelManifest base = base(ModelLedger.read(cluster));
        var registry = new ModelRegistry(cluster.topics(), patient(cluster));
        ManifestWriter.Written written;
        try {
            written = new ManifestWriter(Clock.systemUTC())
                    .withRanker(base, registry.load(base), onnx(), features, definitions());
        } catch (InvalidRankerException | IllegalArgumentException e) {
            throw CommandFailure.badInput(ranker + ": " + e.getMessage());
        } catch (InvalidBundleException e) {
            throw CommandFailure.failed("the model " + base.getVersion() + " cannot be read: " + e.getMessage(), e);
        }
        try {
            registry.register(written.manifest(), written.files(), null);
        } catch (KafkaException e) {
            throw cluster.explained(e);
        }
        say(
                isJson()
                        ? AvroJson.of(written.manifest()).toPrettyString()
                        : "registered " + written.manifest().getVersion() + ", the factors of " + base.getVersion()
                                + " with the ranker " + ranker.getFileName() + " over " + features);
        return ExitCodes.OK;
    }

    /** Kafka's clients would wait for minutes, whatever {@code --timeout} says. */
    private static Map<String, Object> patient(Cluster cluster) {
        Map<String, Object> settings = new HashMap<>(cluster.settings());
        long millis = cluster.timeout().toMillis();
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(millis));
        return settings;
    }

    private ModelManifest base(ModelLedger ledger) {
        String version = model != null
                ? model
                : ledger.current(slot)
                        .map(Rollout::getChampion)
                        .orElseThrow(() -> CommandFailure.badInput(
                                "no model serves the slot " + slot + "; name one with --model VERSION"));
        return ledger.model(version).orElseThrow(() -> CommandFailure.badInput("there is no model " + version));
    }

    private byte[] onnx() {
        try {
            return Files.readAllBytes(ranker);
        } catch (IOException e) {
            throw CommandFailure.badInput("the ranker " + ranker + " cannot be read: " + e.getMessage());
        }
    }

    private FeatureDefinitions definitions() {
        return definitions == null ? FeatureDefinitions.standard() : FeatureDefinitions.load(definitions);
    }
}
