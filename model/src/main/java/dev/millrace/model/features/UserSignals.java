package dev.millrace.model.features;

import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one user did so far, for publishing as a feature. Immutable; adding commutes for as long as the history holds
 * all events.
 *
 * @param history newest events by event time
 * @param counts decayed event weights, one per user half-life
 * @param categories decayed event weights by category, as of {@code counts.asOfMs()}
 */
public record UserSignals(
        History history,
        DecayedCounts counts,
        Map<String, Double> categories,
        long firstSeenMs,
        long lastSeenMs,
        long eventCount) {

    /** Rounding leftovers and categories of long ago are forgotten below this weight. */
    private static final double NEGLIGIBLE = 1e-6;

    public UserSignals {
        categories = Map.copyOf(categories);
    }

    public static UserSignals none(FeatureDefinitions definitions) {
        return new UserSignals(
                History.EMPTY,
                DecayedCounts.none(definitions.userHalfLivesMs().length),
                Map.of(),
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                0);
    }

    /**
     * After one more event.
     *
     * @param itemCategories of the event's item
     */
    public UserSignals with(Event event, double weight, List<String> itemCategories, FeatureDefinitions definitions) {
        return with(event, History.UNKNOWN, weight, itemCategories, definitions);
    }

    /** As {@link #with(Event, double, List, FeatureDefinitions)}, of an event that was appended then. */
    public UserSignals with(
            Event event, long appendedMs, double weight, List<String> itemCategories, FeatureDefinitions definitions) {
        DecayedCounts next = counts.add(weight, event.timestampMs(), definitions.userHalfLivesMs());
        return new UserSignals(
                history.add(event, appendedMs),
                next,
                categories(event, weight, itemCategories, next.asOfMs(), definitions),
                Math.min(firstSeenMs, event.timestampMs()),
                Math.max(lastSeenMs, event.timestampMs()),
                eventCount + 1);
    }

    private Map<String, Double> categories(
            Event event, double weight, List<String> added, long asOfMs, FeatureDefinitions definitions) {
        Map<String, Double> next = new HashMap<>();
        double kept = categories.isEmpty() ? 1 : Decay.kept(asOfMs - counts.asOfMs(), definitions.categoryHalfLifeMs());
        categories.forEach((category, old) -> next.put(category, old * kept));
        double each = added.isEmpty()
                ? 0
                : weight * Decay.kept(asOfMs - event.timestampMs(), definitions.categoryHalfLifeMs()) / added.size();
        added.forEach(category -> next.merge(category, each, Double::sum));
        next.values().removeIf(value -> value < NEGLIGIBLE);
        return next;
    }
}
