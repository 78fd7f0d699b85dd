package dev.millrace.topologies.retrain;

import org.jspecify.annotations.Nullable;

/**
 * What is known about the serving model at one moment.
 *
 * @param champion model that serves, or null before the first one
 * @param recent prequential counts of the champion's lists over the latest window
 * @param total the same since it began to serve
 * @param first the same over its first window: what it began with
 * @param newEvents valid events since the ones it was trained on; before the first model all valid events
 * @param trainedEvents events that the champion was trained on; 0 without a champion
 * @param ageMs time since the champion was trained; 0 without a champion
 */
record Evidence(
        @Nullable String champion,
        Counts recent,
        Counts total,
        Counts first,
        long newEvents,
        long trainedEvents,
        long ageMs) {

    /** NDCG at 20 of the latest window below which quality has dropped, given what this model showed overall. */
    double qualityFloor(double allowedDrop) {
        return total.ndcg20() * (1 - allowedDrop);
    }
}
