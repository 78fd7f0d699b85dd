package dev.millrace.cli.demo;

import dev.millrace.avro.RetrainRequest;
import dev.millrace.avro.Rollout;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.ModelLedger;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.cluster.TopicReader;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.training.TrainingOutcome;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Has the first model trained, by the same request that the retrain trigger would send. */
final class FirstModel {

    static final String SLOT = "default";

    private final Cluster cluster;
    private final Clock clock;

    FirstModel(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /** Version of the model that serves now. */
    Optional<String> serving() {
        return ModelLedger.read(cluster).current(SLOT).map(Rollout::getChampion);
    }

    void request() {
        RetrainRequest request = RetrainRequest.newBuilder()
                .setRequestId("demo-first-model")
                .setSlot(SLOT)
                .setCause("no-model")
                .setEvidence(Map.of())
                .setRequestedAtMs(clock.millis())
                .build();
        try (Sender sender = new Sender(cluster)) {
            sender.send(cluster.topics().retrainRequests(), SLOT, request);
            sender.flush();
        }
    }

    /** Waits until a model is rolled out, or until waiting has become pointless. */
    void await(BooleanSupplier stillPossible) {
        new TopicReader(cluster).follow(cluster.topics().rollouts().name(), true, record -> false, stillPossible);
    }

    /** A refused model leaves lists without one; a training that broke is a failure. */
    static void throwIfBroken(TrainingOutcome outcome) {
        if (outcome.status() == TrainingOutcome.Status.FAILED) {
            throw CommandFailure.failed(
                    "the training failed (stage " + outcome.stage() + "): " + String.join("; ", outcome.objections()));
        }
    }
}
