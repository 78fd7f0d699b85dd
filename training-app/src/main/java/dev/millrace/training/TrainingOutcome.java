package dev.millrace.training;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of one training.
 *
 * @param stage where a refused or failed one ended; empty when a model was registered
 * @param version the registered model; null when there is none
 * @param promoted whether the model also serves from now on
 * @param metrics what the time split showed, by the names of the manifest: ndcg20, popularityNdcg20 …
 * @param objections why there is no model; empty when there is
 * @param trainSeconds wall-clock from the first record read to the outcome
 */
public record TrainingOutcome(
        Status status,
        String stage,
        @Nullable String version,
        boolean promoted,
        Map<String, Double> metrics,
        List<String> objections,
        double trainSeconds) {

    /** Wall-clock of the training, among the metrics. */
    static final String TRAIN_SECONDS = "trainSeconds";

    public enum Status {
        REGISTERED,
        /** The data or the model is not good enough; more data may help. */
        REFUSED,
        /** Something broke. */
        FAILED
    }

    public TrainingOutcome {
        metrics = Map.copyOf(metrics);
        objections = List.copyOf(objections);
    }

    /** Something is not good enough. */
    public static TrainingOutcome refused(String stage, List<String> objections, Map<String, Double> metrics) {
        return without(Status.REFUSED, stage, objections, metrics);
    }

    /** Something broke. */
    public static TrainingOutcome failed(String stage, String reason, double seconds) {
        return without(Status.FAILED, stage, List.of(reason), Map.of(TRAIN_SECONDS, seconds));
    }

    private static TrainingOutcome without(
            Status status, String stage, List<String> objections, Map<String, Double> metrics) {
        return new TrainingOutcome(
                status, stage, null, false, metrics, objections, metrics.getOrDefault(TRAIN_SECONDS, 0.0));
    }
}
