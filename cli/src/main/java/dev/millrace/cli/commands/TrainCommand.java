package dev.millrace.cli.commands;

import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.RetrainRequest;
import dev.millrace.avro.Rollout;
import dev.millrace.avro.TrainingReport;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.GroupLags;
import dev.millrace.cli.cluster.ModelLedger;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.cluster.TrainingWatch;
import dev.millrace.cli.console.AvroJson;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.training.service.TrainingService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks the training service for a new model. */
@Command(
        name = "train",
        header = "Ask the training service for a new model.",
        description =
                "The request goes the same way as those of the retrain trigger. The model is registered, and serves, only"
                        + " if it passes the gate. Exit code 1, with the reason, when there is no model, or nobody to train one.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  millrace train --wait")
public final class TrainCommand extends ClusterCommand {

    @Option(names = "--slot", defaultValue = "default", description = "Slot to train for (${DEFAULT-VALUE}).")
    private String slot = "default";

    @Option(
            names = "--wait",
            description = "Wait until the training has ended, and show the model; with --timeout no longer than that.")
    private boolean wait;

    @Override
    int run(Cluster cluster) {
        RetrainRequest request = request(cluster);
        var watch = new TrainingWatch(cluster, request.getRequestId());
        watch.await(
                report -> true,
                () -> false); // a cluster without the topic of reports is noticed before anything is asked
        try (Sender sender = new Sender(cluster)) {
            sender.send(cluster.topics().retrainRequests(), slot, request);
            sender.flush();
        }
        var trainers = new Trainers(cluster);
        Instant giveUp = Instant.now().plus(cluster.timeout());
        Optional<TrainingReport> first =
                watch.await(report -> true, () -> Instant.now().isBefore(giveUp) && !trainers.areMissing());
        if (first.isPresent() && TrainingWatch.isEnd(first.get())) {
            return ended(cluster, first.get());
        }
        if (trainers.areMissing()) {
            throw CommandFailure.failed("asked for a new model (request " + request.getRequestId()
                    + "), but no training-app runs: the group " + trainers.group()
                    + " has no members; the request is served when one starts");
        }
        if (wait) {
            return ended(cluster, awaitEnd(watch, trainers, request));
        }
        say(
                isJson()
                        ? AvroJson.of(request).toPrettyString()
                        : "asked for a new model (request " + request.getRequestId() + "); "
                                + (first.isPresent() ? "training has begun" : "training-app is at another one still"));
        return ExitCodes.OK;
    }

    private RetrainRequest request(Cluster cluster) {
        return RetrainRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setSlot(slot)
                .setCause("command")
                .setChampionVersion(ModelLedger.read(cluster)
                        .current(slot)
                        .map(Rollout::getChampion)
                        .orElse(null))
                .setEvidence(Map.of())
                .setRequestedAtMs(Clock.systemUTC().millis())
                .build();
    }

    private TrainingReport awaitEnd(TrainingWatch watch, Trainers trainers, RetrainRequest request) {
        Instant giveUp = givenTimeout().map(Instant.now()::plus).orElse(Instant.MAX);
        return watch.await(TrainingWatch::isEnd, () -> Instant.now().isBefore(giveUp) && !trainers.areMissing())
                .orElseThrow(() -> CommandFailure.failed(
                        trainers.areMissing()
                                ? "training-app has ended (the group " + trainers.group()
                                        + " has no members any more); its next start takes the request "
                                        + request.getRequestId() + " up again"
                                : "no model within the time given with --timeout; training goes on with the request "
                                        + request.getRequestId()));
    }

    private int ended(Cluster cluster, TrainingReport report) {
        if (!TrainingWatch.isModel(report)) {
            throw CommandFailure.failed(TrainingWatch.sentence(report));
        }
        ModelManifest model = ModelLedger.read(cluster)
                .model(String.valueOf(report.getModelVersion()))
                .orElseThrow(() -> CommandFailure.failed("the model " + report.getModelVersion() + " is gone already"));
        say(
                isJson()
                        ? AvroJson.of(model).toPrettyString()
                        : String.format(
                                Locale.ROOT,
                                "model %s: NDCG@20 %.4f (popularity %.4f), trained in %.1f s%s",
                                model.getVersion(),
                                model.getMetrics().getOrDefault("ndcg20", Double.NaN),
                                model.getMetrics().getOrDefault("popularityNdcg20", Double.NaN),
                                report.getSeconds(),
                                report.getPromoted()
                                        ? ""
                                        : "; it does not serve before `millrace models promote` says so"));
        return ExitCodes.OK;
    }

    /** Whether anybody is there to train, looked up now and then. A short absence is a restart. */
    private static final class Trainers {

        private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

        private final GroupLags groups;
        private final String group;
        private final Duration patience;
        private Instant looked = Instant.MIN;
        private @Nullable Instant missingSince;

        Trainers(Cluster cluster) {
            this.groups = new GroupLags(cluster);
            this.group = cluster.prefix() + "." + TrainingService.NAME;
            this.patience = cluster.timeout().dividedBy(2);
        }

        String group() {
            return group;
        }

        boolean areMissing() {
            Instant now = Instant.now();
            if (now.isAfter(looked.plus(LOOK_EVERY))) {
                looked = now;
                boolean there = groups.hasMembers(group);
                missingSince = there ? null : missingSince == null ? now : missingSince;
            }
            return missingSince != null && !now.isBefore(missingSince.plus(patience));
        }
    }
}
