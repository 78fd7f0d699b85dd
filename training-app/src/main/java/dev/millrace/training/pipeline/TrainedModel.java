package dev.millrace.training.pipeline;

import dev.millrace.model.bundle.ModelBundle;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trained and judged model, not named yet.
 *
 * @param bundle under the version {@link #UNNAMED}
 * @param settings how training chose, beside what a fold-in needs
 * @param metrics what the time split showed
 * @param references quantiles 0, 0.05 … 1 of each feature; empty without a ranker
 * @param definitions fingerprint of the feature definitions; null without a ranker
 * @param events events trained on
 * @param users users among them
 * @param objections why it must not serve; empty when the gate lets it pass
 */
public record TrainedModel(
        ModelBundle bundle,
        Map<String, String> settings,
        Map<String, Double> metrics,
        Map<String, List<Double>> references,
        @Nullable String definitions,
        long events,
        long users,
        List<String> objections) {

    public static final String UNNAMED = "unnamed";
}
