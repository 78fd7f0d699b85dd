package dev.millrace.topologies.retrain;

import java.util.ArrayList;
import java.util.List;

/**
 * What a user was last shown and has not yet reacted to.
 *
 * @param version model that made the list
 * @param timestampMs event time of the impression
 */
record Impressed(String version, long timestampMs, List<String> items) {

    /** More items than this are never on one screen; the rest is not followed. */
    static final int CAPACITY = 50;

    Impressed {
        items = List.copyOf(items.subList(0, Math.min(CAPACITY, items.size())));
    }

    /** Without {@code item}: an item counts as clicked once per impression. */
    Impressed without(String item) {
        List<String> rest = new ArrayList<>(items);
        rest.remove(item);
        return new Impressed(version, timestampMs, rest);
    }
}
