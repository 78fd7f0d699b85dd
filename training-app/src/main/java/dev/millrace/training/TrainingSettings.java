package dev.millrace.training;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.training.pipeline.PipelineSettings;
import java.time.Duration;

/**
 * How this installation trains.
 *
 * @param slot slot that models are trained for
 * @param promote what happens to a model that passes the gate; the first model of a slot always serves at once
 * @param readTimeout how long a partition may give nothing before reading fails
 * @param firstTrials factorisations that the search of a slot's first model may try: people wait for it, and the next
 *     training searches as widely as {@code pipeline} says
 * @param definitions the features, the same as in scoring-app
 */
public record TrainingSettings(
        String slot,
        Promotion promote,
        Duration readTimeout,
        PipelineSettings pipeline,
        int firstTrials,
        FeatureDefinitions definitions) {

    private static final int FIRST_TRIALS = 1;

    /** What happens to a model that passes the gate. */
    public enum Promotion {
        /** It serves from now on. */
        AUTO,
        /** It is registered only; {@code millrace models promote} makes it serve. */
        MANUAL
    }

    public TrainingSettings {
        if (slot.isBlank()) {
            throw new IllegalArgumentException("training.slot must not be empty");
        }
        if (readTimeout.isNegative() || readTimeout.isZero()) {
            throw new IllegalArgumentException("training.read-timeout must be positive, was " + readTimeout);
        }
        if (firstTrials < 1) {
            throw new IllegalArgumentException("training.search.first-trials must be at least 1, was " + firstTrials);
        }
    }

    /** With the definitions of features that come with Millrace. */
    public TrainingSettings(String slot, Promotion promote, Duration readTimeout, PipelineSettings pipeline) {
        this(slot, promote, readTimeout, pipeline, FIRST_TRIALS, FeatureDefinitions.standard());
    }

    /** @param first whether the slot has no model yet */
    PipelineSettings pipeline(boolean first) {
        return first
                ? pipeline.withTrials(Math.min(firstTrials, pipeline.budget().trials()))
                : pipeline;
    }

    public static TrainingSettings defaults() {
        return new TrainingSettings("default", Promotion.AUTO, Duration.ofSeconds(60), PipelineSettings.defaults());
    }
}
