package dev.millrace.training;

import dev.millrace.training.pipeline.PipelineSettings;
import java.time.Duration;

/**
 * How this installation trains.
 *
 * @param slot slot that models are trained for
 * @param promote what happens to a model that passes the gate; the first model of a slot always serves at once
 * @param readTimeout how long a partition may give nothing before reading fails
 */
public record TrainingSettings(String slot, Promotion promote, Duration readTimeout, PipelineSettings pipeline) {

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

    public static TrainingSettings defaults() {
        return new TrainingSettings("default", Promotion.AUTO, Duration.ofSeconds(60), PipelineSettings.defaults());
    }
}
