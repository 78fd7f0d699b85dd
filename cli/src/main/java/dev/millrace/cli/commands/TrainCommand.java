package dev.millrace.cli.commands;

import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.RetrainRequest;
import dev.millrace.avro.Rollout;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.ModelLedger;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.cluster.TopicReader;
import dev.millrace.cli.console.AvroJson;
import dev.millrace.cli.console.ExitCodes;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks the training service for a new model. */
@Command(
        name = "train",
        header = "Ask the training service for a new model.",
        description =
                "The request goes the same way as those of the retrain trigger. The model is registered, and serves, only"
                        + " if it passes the gate.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  millrace train --wait")
public final class TrainCommand extends ClusterCommand {

    @Option(names = "--slot", defaultValue = "default", description = "Slot to train for (${DEFAULT-VALUE}).")
    private String slot = "default";

    @Option(names = "--wait", description = "Wait until a new model is registered, and show it.")
    private boolean wait;

    @Override
    int run(Cluster cluster) {
        long now = Clock.systemUTC().millis();
        RetrainRequest request = RetrainRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setSlot(slot)
                .setCause("command")
                .setChampionVersion(ModelLedger.read(cluster)
                        .current(slot)
                        .map(Rollout::getChampion)
                        .orElse(null))
                .setEvidence(Map.of())
                .setRequestedAtMs(now)
                .build();
        try (Sender sender = new Sender(cluster)) {
            sender.send(cluster.topics().retrainRequests(), slot, request);
            sender.flush();
        }
        if (!wait) {
            say(
                    isJson()
                            ? AvroJson.of(request).toPrettyString()
                            : "asked for a new model (request " + request.getRequestId() + ")");
            return ExitCodes.OK;
        }
        awaitModel(cluster, now);
        return ExitCodes.OK;
    }

    private void awaitModel(Cluster cluster, long sinceMs) {
        var models = cluster.topics().models();
        new TopicReader(cluster).follow(models.name(), true, record -> {
            ModelManifest model = models.valueSerde().deserializer().deserialize(models.name(), record.value());
            if (model == null || model.getCreatedAtMs() < sinceMs) {
                return true;
            }
            say(
                    isJson()
                            ? AvroJson.of(model).toPrettyString()
                            : String.format(
                                    Locale.ROOT,
                                    "model %s: NDCG@20 %.4f (popularity %.4f), trained in %.1f s",
                                    model.getVersion(),
                                    model.getMetrics().getOrDefault("ndcg20", Double.NaN),
                                    model.getMetrics().getOrDefault("popularityNdcg20", Double.NaN),
                                    model.getMetrics().getOrDefault("trainSeconds", Double.NaN)));
            return false;
        });
    }
}
