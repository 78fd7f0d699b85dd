package dev.millrace.training;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of one training.
 *
 * @param version the registered model; null when it was refused
 * @param promoted whether the model also serves from now on
 * @param metrics what the time split showed, by the names of the manifest: ndcg20, popularityNdcg20 …
 * @param objections why it was refused; empty when it was registered
 * @param trainSeconds wall-clock from the first record read to the outcome
 */
public record TrainingOutcome(
        Status status,
        @Nullable String version,
        boolean promoted,
        Map<String, Double> metrics,
        List<String> objections,
        double trainSeconds) {

    public enum Status {
        REGISTERED,
        REFUSED
    }

    public TrainingOutcome {
        metrics = Map.copyOf(metrics);
        objections = List.copyOf(objections);
    }
}
