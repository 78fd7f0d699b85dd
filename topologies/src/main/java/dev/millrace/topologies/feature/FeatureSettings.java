package dev.millrace.topologies.feature;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.preferences.EventWeights;
import java.time.Duration;

/**
 * What a deployment may tune in the feature topology.
 *
 * @param definitions content of features.yaml
 * @param weights worth of each event type; the same as scoring uses, or its features mean something else
 * @param publishInterval wall-clock time between publications of one user or item: item topics go to every scoring
 *     instance, so an item that is touched a thousand times a second is still sent once; 0: at every change
 * @param catalogOnly whether nothing is published of items outside the catalogue, where there is one
 */
public record FeatureSettings(
        FeatureDefinitions definitions, EventWeights weights, Duration publishInterval, boolean catalogOnly) {

    public FeatureSettings {
        if (publishInterval.isNegative() || (!publishInterval.isZero() && publishInterval.toMillis() < 1)) {
            throw new IllegalArgumentException(
                    "feature.publish-interval must be 0 or at least 1 ms, was " + publishInterval);
        }
    }

    /** Whether features are published with the very event that changed them, in the same transaction. */
    boolean atOnce() {
        return publishInterval.isZero();
    }

    /** How often to look for what is not published yet; with publication at once only an earlier run leaves any. */
    Duration lookEvery() {
        return atOnce() ? Duration.ofSeconds(1) : publishInterval;
    }

    /** The defaults of feature-app.properties. */
    public static FeatureSettings defaults() {
        return new FeatureSettings(FeatureDefinitions.standard(), EventWeights.defaults(), Duration.ofSeconds(5), true);
    }
}
