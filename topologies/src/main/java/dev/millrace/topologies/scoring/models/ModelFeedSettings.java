package dev.millrace.topologies.scoring.models;

/**
 * Limits of what is loaded as a model.
 *
 * @param maxBytes files of one model together; about twice this is held while a model loads
 * @param warmUpLists lists made with a model before it serves
 */
public record ModelFeedSettings(long maxBytes, int warmUpLists) {

    public ModelFeedSettings {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("scoring.models.max-bytes must be positive, was " + maxBytes);
        }
        if (warmUpLists < 0) {
            throw new IllegalArgumentException("scoring.models.warm-up-lists must not be negative, was " + warmUpLists);
        }
    }

    /** The defaults of scoring-app.properties. */
    public static ModelFeedSettings defaults() {
        return new ModelFeedSettings(1L << 30, 200);
    }
}
