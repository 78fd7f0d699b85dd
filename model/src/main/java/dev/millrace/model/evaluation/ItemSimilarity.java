package dev.millrace.model.evaluation;

import dev.millrace.model.replay.InteractionLog;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How alike two items are, 0 to 1. The same for every method that is compared. */
public interface ItemSimilarity {

    /** @param one, other items of the log */
    double of(int one, int other);

    /**
     * Jaccard index of the items' categories.
     *
     * @param categories of an item id; empty for none
     */
    static ItemSimilarity byCategories(InteractionLog log, Function<String, List<String>> categories) {
        Map<String, Integer> numbers = new HashMap<>();
        BitSet[] sets = new BitSet[log.itemCount()];
        for (int item = 0; item < sets.length; item++) {
            sets[item] = new BitSet();
            for (String category : categories.apply(log.itemId(item))) {
                sets[item].set(numbers.computeIfAbsent(category, name -> numbers.size()));
            }
        }
        return (one, other) -> {
            BitSet shared = (BitSet) sets[one].clone();
            shared.and(sets[other]);
            int both = shared.cardinality();
            int all = sets[one].cardinality() + sets[other].cardinality() - both;
            return all == 0 ? 0 : (double) both / all;
        };
    }

    /**
     * Cosine of who touched the items, for a catalogue without categories.
     *
     * @param until events before are looked at
     */
    static ItemSimilarity byTakers(InteractionLog log, int until) {
        int[][] takers = new int[log.itemCount()][];
        int[] counts = new int[log.itemCount()];
        for (int event = 0; event < until; event++) {
            int item = log.item(event);
            int @Nullable [] known = takers[item];
            int[] grown = known == null ? new int[4] : known;
            if (counts[item] == grown.length) {
                grown = Arrays.copyOf(grown, 2 * grown.length);
            }
            grown[counts[item]++] = log.user(event);
            takers[item] = grown;
        }
        for (int item = 0; item < takers.length; item++) {
            takers[item] = takers[item] == null
                    ? new int[0]
                    : Arrays.stream(takers[item], 0, counts[item])
                            .sorted()
                            .distinct()
                            .toArray();
        }
        return (one, other) -> {
            int[] a = takers[one];
            int[] b = takers[other];
            int both = 0;
            for (int i = 0, j = 0; i < a.length && j < b.length; ) {
                both += a[i] == b[j] ? 1 : 0;
                int left = a[i];
                i += left <= b[j] ? 1 : 0;
                j += left >= b[j] ? 1 : 0;
            }
            return both == 0 ? 0 : both / Math.sqrt((double) a.length * b.length);
        };
    }
}
