package dev.millrace.model.rules;

/**
 * An item on its way into a list.
 *
 * @param score comparable within one list only
 * @param source where it came from: personal, co-visited, segment, trending, new or included
 */
public record ListedItem(String itemId, float score, String source) {

    /** Source of an item that a rule pinned. */
    public static final String INCLUDED = "included";

    ListedItem withScore(float other) {
        return other == score ? this : new ListedItem(itemId, other, source);
    }

    ListedItem withSource(String other) {
        return new ListedItem(itemId, score, other);
    }
}
