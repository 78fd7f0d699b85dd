package dev.millrace.model.rules;

import java.util.List;
import java.util.Set;

/** Items that are never shown, by id and by category. Wins over every other rule. */
public record Exclusions(Set<String> items, Set<String> categories) {

    public static final Exclusions NONE = new Exclusions(Set.of(), Set.of());

    public Exclusions {
        items = Set.copyOf(items);
        categories = Set.copyOf(categories);
    }

    boolean matches(String itemId, List<String> itemCategories) {
        return items.contains(itemId)
                || (!categories.isEmpty() && itemCategories.stream().anyMatch(categories::contains));
    }
}
