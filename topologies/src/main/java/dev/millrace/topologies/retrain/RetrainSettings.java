package dev.millrace.topologies.retrain;

import dev.millrace.model.preferences.EventWeights;
import java.time.Duration;
import java.util.List;

/**
 * What a deployment may tune in the retrain-trigger topology.
 *
 * @param slot slot whose serving model is watched
 * @param weights decides which events are positive and so count as targets, and after which events lists leave the item
 *     out, so that it is no target any more
 * @param popularityHalfLives half-lives of {@code ItemFeatures.decayedCounts}, in their order
 * @param popularityIndex which of them is the yardstick
 * @param clickWindow how long after an impression an interaction counts as a click on it
 * @param flushInterval how often judged events are handed on, wall-clock
 * @param reportInterval how often quality is reported and the policy consulted, wall-clock
 * @param recentEvents length of the latest window, in judged events
 * @param policy when a new model is due
 */
public record RetrainSettings(
        String slot,
        EventWeights weights,
        List<Duration> popularityHalfLives,
        int popularityIndex,
        Duration clickWindow,
        Duration flushInterval,
        Duration reportInterval,
        int recentEvents,
        PolicySettings policy) {

    public RetrainSettings {
        popularityHalfLives = List.copyOf(popularityHalfLives);
        if (popularityIndex < 0 || popularityIndex >= popularityHalfLives.size()) {
            throw new IllegalArgumentException("retrain.popularity-index must name one of the "
                    + popularityHalfLives.size() + " half-lives, was " + popularityIndex);
        }
        if (recentEvents < QualityState.BUCKETS) {
            throw new IllegalArgumentException(
                    "retrain.recent-events must be at least " + QualityState.BUCKETS + ", was " + recentEvents);
        }
        positive("retrain.click-window", clickWindow);
        positive("retrain.flush-interval", flushInterval);
        positive("retrain.report-interval", reportInterval);
    }

    Duration popularityHalfLife() {
        return popularityHalfLives.get(popularityIndex);
    }

    private static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(key + " must be positive, was " + value);
        }
    }
}
