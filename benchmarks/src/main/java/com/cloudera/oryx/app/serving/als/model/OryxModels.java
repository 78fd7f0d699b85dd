package com.cloudera.oryx.app.serving.als.model;

/**
 * Opens the parts of {@link ALSServingModel} that Oryx fills from its update topic and keeps to its package; its own
 * load test stands in this package for the same reason.
 */
public final class OryxModels {

    private OryxModels() {}

    /** @param sampleRate share of the items that a query looks at by locality-sensitive hashing; 1 = all */
    public static ALSServingModel empty(int dimension, double sampleRate) {
        return new ALSServingModel(dimension, true, sampleRate, null);
    }

    public static void setItem(ALSServingModel model, String id, float[] factors) {
        model.setItemVector(id, factors);
    }
}
