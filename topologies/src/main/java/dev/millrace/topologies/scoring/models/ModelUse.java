package dev.millrace.topologies.scoring.models;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.recommend.RecommenderSettings;

/**
 * What models are loaded for: a slot, and lists as they are made there, so that a model is tried as it will be used.
 */
public interface ModelUse {

    /** The rollout that is followed. */
    String slot();

    /** How lists are made. */
    RecommenderSettings lists();

    /** Event types, until a model brings its own. */
    EventWeights weights();

    /** The features. */
    FeatureDefinitions definitions();
}
