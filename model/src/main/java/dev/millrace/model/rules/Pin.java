package dev.millrace.model.rules;

import java.util.Set;

/**
 * Shows an item at a fixed position.
 *
 * @param position 1 is the top; in a list that ends earlier the item comes last
 * @param interests only for users interested in one of these categories; empty: for everyone
 * @param levels only for lists of these rungs, {@code trending} and {@code newest} being users without a history;
 *     empty: all
 */
public record Pin(String itemId, int position, Set<String> interests, Set<Rung> levels) {

    public Pin {
        interests = Set.copyOf(interests);
        levels = Set.copyOf(levels);
    }

    boolean appliesTo(Set<String> userInterests, Rung level) {
        return (levels.isEmpty() || levels.contains(level))
                && (interests.isEmpty() || interests.stream().anyMatch(userInterests::contains));
    }
}
