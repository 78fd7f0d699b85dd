package dev.millrace.model.rules;

import java.util.List;
import java.util.Set;

/**
 * Raises or lowers the score of the named items and of all items in the named categories.
 *
 * @param factor above 1 raises, below 1 lowers; positive
 */
public record Boost(Set<String> items, Set<String> categories, float factor) {

    public Boost {
        items = Set.copyOf(items);
        categories = Set.copyOf(categories);
    }

    boolean matches(String itemId, List<String> itemCategories) {
        return items.contains(itemId) || itemCategories.stream().anyMatch(categories::contains);
    }

    /** A ranker's scores may be negative; there raising means coming nearer to zero. */
    float apply(float score) {
        return score >= 0 ? score * factor : score / factor;
    }
}
