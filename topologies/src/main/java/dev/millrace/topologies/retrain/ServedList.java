package dev.millrace.topologies.retrain;

import java.util.List;

/**
 * The head of one published list.
 *
 * @param version model that made it, or {@link Outcome#NO_MODEL}
 * @param asOfOffset offset in the valid interactions, same partition, up to which the user's events are included
 * @param items best first, at most {@link #DEPTH}
 */
record ServedList(String version, long asOfOffset, List<String> items) {

    /** Deepest rank that is judged. */
    static final int DEPTH = 20;

    ServedList {
        items = List.copyOf(items.subList(0, Math.min(DEPTH, items.size())));
    }
}
