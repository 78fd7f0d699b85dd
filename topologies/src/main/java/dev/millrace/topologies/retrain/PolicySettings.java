package dev.millrace.topologies.retrain;

import java.time.Duration;

/**
 * When a new model is due.
 *
 * @param minimumSamples judged events that the latest window needs before it counts as evidence
 * @param qualityDrop share of the model's own NDCG that may be lost before quality counts as dropped, 0 to 1
 * @param unknownShare rise of the share of events with items unknown to the model, over what it began with, that calls
 *     for a new one, 0 to 1
 * @param newDataShare new events as a share of the trained ones that call for a new model
 * @param minimumNewEvents never retrain for age or volume on fewer new events
 * @param firstModelEvents valid events that call for the first model
 * @param maximumAge age at which a model is renewed
 * @param margin how far a value must come back before a confirmed cause is dropped, as a share of its threshold
 * @param confirmations consecutive checks at which a cause must hold
 * @param coolDown least time between two requests
 * @param requestTimeout when an open request is given up
 */
public record PolicySettings(
        int minimumSamples,
        double qualityDrop,
        double unknownShare,
        double newDataShare,
        long minimumNewEvents,
        long firstModelEvents,
        Duration maximumAge,
        double margin,
        int confirmations,
        Duration coolDown,
        Duration requestTimeout) {

    public static final PolicySettings DEFAULTS = new PolicySettings(
            1_000,
            0.2,
            0.1,
            0.25,
            1_000,
            1_000,
            Duration.ofDays(7),
            0.1,
            3,
            Duration.ofMinutes(10),
            Duration.ofHours(1));

    public PolicySettings {
        positive("retrain.minimum-samples", minimumSamples);
        share("retrain.quality-drop", qualityDrop);
        share("retrain.unknown-share", unknownShare);
        share("retrain.margin", margin);
        if (!(newDataShare > 0)) {
            throw new IllegalArgumentException("retrain.new-data-share must be positive, was " + newDataShare);
        }
        positive("retrain.minimum-new-events", minimumNewEvents);
        positive("retrain.first-model-events", firstModelEvents);
        positive("retrain.confirmations", confirmations);
        positive("retrain.maximum-age", maximumAge.toMillis());
        positive("retrain.request-timeout", requestTimeout.toMillis());
        if (coolDown.isNegative()) {
            throw new IllegalArgumentException("retrain.cool-down must not be negative, was " + coolDown);
        }
    }

    private static void positive(String key, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(key + " must be positive, was " + value);
        }
    }

    private static void share(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(key + " must be from 0 to 1, was " + value);
        }
    }
}
