package dev.millrace.model.rules;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The segment of a user: the categories that the better candidates are about.
 *
 * <p>Each of the first 20 candidates votes for its categories with 1 / log2(1 + rank), as in NDCG; the three with most
 * votes win, ties by name. Candidates that are merely trending or new say nothing about the user and do not vote.
 */
final class Interests {

    private static final int VOTERS = 20;
    private static final int WINNERS = 3;

    private Interests() {}

    static Set<String> of(List<ListedItem> candidates, Shelf shelf) {
        Map<String, Double> votes = new HashMap<>();
        for (int i = 0; i < Math.min(VOTERS, candidates.size()); i++) {
            ListedItem candidate = candidates.get(i);
            if (Rung.ofSource(candidate.source()).compareTo(Rung.RECENT_SESSION) <= 0) {
                double vote = Math.log(2) / Math.log(2 + i);
                shelf.categories(candidate.itemId()).forEach(category -> votes.merge(category, vote, Double::sum));
            }
        }
        var winners = new LinkedHashSet<String>();
        votes.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(WINNERS)
                .forEach(entry -> winners.add(entry.getKey()));
        return winners;
    }
}
