package dev.millrace.model.rules;

import org.jspecify.annotations.Nullable;

/**
 * An item on its way into a list.
 *
 * @param score comparable within one list only
 * @param source where it came from: personal, co-visited, repeat, segment, trending, new, included or explored
 * @param propensity probability with which exploration put it at its place; null where nothing was drawn
 */
public record ListedItem(
        String itemId, float score, String source, @Nullable Float propensity) {

    /** Source of an item that a rule pinned. */
    public static final String INCLUDED = "included";

    /** Source of an item that was drawn instead of chosen. */
    public static final String EXPLORED = "explored";

    public ListedItem(String itemId, float score, String source) {
        this(itemId, score, source, null);
    }

    /** Whether its place says something about how much is known of the user. */
    boolean isChosen() {
        return !source.equals(INCLUDED) && !source.equals(EXPLORED);
    }

    ListedItem explored(float probability) {
        return new ListedItem(itemId, score, EXPLORED, probability);
    }

    ListedItem withScore(float other) {
        return other == score ? this : new ListedItem(itemId, other, source, propensity);
    }

    ListedItem withSource(String other) {
        return new ListedItem(itemId, score, other, propensity);
    }
}
