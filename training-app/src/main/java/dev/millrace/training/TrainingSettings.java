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
 * @param definitions the features, the same as in scoring-app
 */
public record TrainingSettings(
        String slot,
        Promotion promote,
        Duration readTimeout,
        PipelineSettings pipeline,
        FeatureDefinitions definitions) {

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
    }

    /** With the definitions of features that come with Millrace. */
    public TrainingSettings(String slot, Promotion promote, Duration readTimeout, PipelineSettings pipeline) {
        this(slot, promote, readTimeout, pipeline, FeatureDefinitions.standard());
    }

    public static TrainingSettings defaults() {
        return new TrainingSettings("default", Promotion.AUTO, Duration.ofSeconds(60), PipelineSettings.defaults());
    }
}
