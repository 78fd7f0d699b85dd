package dev.millrace.topologies.retrain;

import dev.millrace.model.factors.ItemHash;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.IntPredicate;

/**
 * Items in order of their decayed popularity, whatever the moment.
 *
 * <p>Under one half-life all counts decay at the same rate, so the order of two items never changes by time passing
 * alone: {@code log2(count) + asOf / halfLife} ranks them for ever, and an update moves one item in O(log n). One
 * thread writes, any number read.
 */
final class PopularItems {

    private record Entry(double key, String itemId, int hash) implements Comparable<Entry> {

        /** Highest key first; an update compares some fifteen times, so without a comparator of comparators. */
        @Override
        public int compareTo(Entry other) {
            int byKey = Double.compare(other.key, key);
            return byKey != 0 ? byKey : itemId.compareTo(other.itemId);
        }
    }

    private final double halfLifeMs;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final ConcurrentSkipListSet<Entry> descending = new ConcurrentSkipListSet<>();

    PopularItems(Duration halfLife) {
        this.halfLifeMs = halfLife.toMillis();
    }

    void update(String itemId, double decayedCount, long asOfMs) {
        double key = Math.log(decayedCount) / Math.log(2) + asOfMs / halfLifeMs;
        Entry known = entries.get(itemId);
        if (known != null && known.key() == key) {
            return;
        }
        remove(itemId);
        if (decayedCount > 0) {
            var entry = new Entry(key, itemId, ItemHash.of(itemId));
            entries.put(itemId, entry);
            descending.add(entry);
        }
    }

    void remove(String itemId) {
        Entry old = entries.remove(itemId);
        if (old != null) {
            descending.remove(old);
        }
    }

    /**
     * 0-based place of the item among the items that are not excluded; -1 when it is not among the first {@code k}.
     *
     * @param excluded asked by the hashes of items
     */
    int rank(String itemId, int k, IntPredicate excluded) {
        int rank = 0;
        for (Entry entry : descending) {
            if (rank == k) {
                return -1;
            }
            if (entry.itemId().equals(itemId)) {
                return rank;
            }
            if (!excluded.test(entry.hash())) {
                rank++;
            }
        }
        return -1;
    }
}
