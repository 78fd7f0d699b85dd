package dev.millrace.topologies.scoring.models;

/**
 * Limits of what is loaded as a model.
 *
 * @param maxBytes files of one model together; about twice this is held while a model loads
 * @param heapShare of the largest heap that the files of one model may take together
 * @param warmUpLists lists made with a model before it serves
 */
public record ModelFeedSettings(long maxBytes, double heapShare, int warmUpLists) {

    public ModelFeedSettings {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("scoring.models.max-bytes must be positive, was " + maxBytes);
        }
        if (!(heapShare > 0 && heapShare <= 1)) {
            throw new IllegalArgumentException(
                    "scoring.models.heap-share must be above 0 and at most 1, was " + heapShare);
        }
        if (warmUpLists < 0) {
            throw new IllegalArgumentException("scoring.models.warm-up-lists must not be negative, was " + warmUpLists);
        }
    }

    /** The defaults of scoring-app.properties. */
    public static ModelFeedSettings defaults() {
        return new ModelFeedSettings(1L << 30, 0.35, 200);
    }

    /** Bytes of the largest model that this process can load. */
    long largest() {
        return Math.min(maxBytes, (long) (heapShare * Runtime.getRuntime().maxMemory()));
    }
}
