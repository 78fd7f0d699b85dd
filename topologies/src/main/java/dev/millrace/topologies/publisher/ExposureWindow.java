package dev.millrace.topologies.publisher;

import dev.millrace.model.rules.ItemShelf;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each item was listed within a number of lists. */
final class ExposureWindow {

    /** Lists per window: with 20 items each, enough for every item of a catalogue of thousands to have its chance. */
    private static final int LISTS = 500;

    private final ItemShelf shelf;
    private final Map<String, Integer> exposures = new HashMap<>();
    private int lists;
    private long eventsInAll = 1;
    private volatile double coverage = Double.NaN;
    private volatile double gini = Double.NaN;

    ExposureWindow(ItemShelf shelf) {
        this.shelf = shelf;
    }

    synchronized void add(List<String> items) {
        items.forEach(item -> exposures.merge(item, 1, Integer::sum));
        if (++lists == LISTS) {
            close();
        }
    }

    /** Mean of {@code −log₂} of each item's share of all events; the sum of all is as of the last window. */
    synchronized double novelty(List<String> items) {
        if (eventsInAll == 1) {
            eventsInAll = Math.max(1, shelf.eventsInAll());
        }
        double bits = 0;
        for (String item : items) {
            bits -= Math.log(Math.min(1, (shelf.events(item) + 1.0) / eventsInAll)) / Math.log(2);
        }
        return items.isEmpty() ? 0 : bits / items.size();
    }

    /** NaN before the first window is full. */
    double coverage() {
        return coverage;
    }

    /** NaN before the first window is full. */
    double gini() {
        return gini;
    }

    private void close() {
        coverage = (double) exposures.size() / Math.max(exposures.size(), shelf.size());
        gini = gini(exposures.values().stream().mapToInt(Integer::intValue).toArray());
        eventsInAll = Math.max(1, shelf.eventsInAll());
        exposures.clear();
        lists = 0;
    }

    /** {@code Σ (2i − n − 1) xᵢ / (n Σ xᵢ)} over ascending x, i from 1. */
    private static double gini(int[] values) {
        Arrays.sort(values);
        double weighted = 0;
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            weighted += (2.0 * (i + 1) - values.length - 1) * values[i];
            sum += values[i];
        }
        return sum == 0 ? 0 : weighted / (values.length * sum);
    }
}
