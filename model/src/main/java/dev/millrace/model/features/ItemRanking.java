package dev.millrace.model.features;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** The items that lead by popularity and by age at one moment. Immutable. */
final class ItemRanking {

    static final ItemRanking EMPTY = new ItemRanking(0, List.of(), List.of(), Map.of());

    /** Longer lists than this are not served from a ranking. */
    private static final int LENGTH = 500;

    /** Per category a list shows at most this many. */
    private static final int CATEGORY_LENGTH = 100;

    private record Ranked(ItemEntry entry, double key) {}

    private static final Comparator<Ranked> WORST_FIRST =
            Comparator.comparingDouble(Ranked::key).thenComparing(r -> r.entry().id(), Comparator.reverseOrder());

    private final long madeAt;
    private final List<ItemEntry> trending;
    private final List<ItemEntry> newest;
    private final Map<String, List<ItemEntry>> byCategory;

    private ItemRanking(
            long madeAt, List<ItemEntry> trending, List<ItemEntry> newest, Map<String, List<ItemEntry>> byCategory) {
        this.madeAt = madeAt;
        this.trending = trending;
        this.newest = newest;
        this.byCategory = byCategory;
    }

    static ItemRanking of(Collection<ItemEntry> entries, FeatureDefinitions definitions, long madeAt) {
        var trending = new Leaders(LENGTH);
        var newest = new Leaders(LENGTH);
        Map<String, Leaders> byCategory = new HashMap<>();
        for (ItemEntry entry : entries) {
            if (!entry.listed()) {
                continue;
            }
            double popularity = popularity(entry, definitions);
            trending.offer(entry, popularity);
            newest.offer(entry, createdAtMs(entry));
            ItemFacts facts = entry.facts();
            if (facts != null && popularity > Double.NEGATIVE_INFINITY) {
                for (String category : facts.categories()) {
                    byCategory
                            .computeIfAbsent(category, c -> new Leaders(CATEGORY_LENGTH))
                            .offer(entry, popularity);
                }
            }
        }
        Map<String, List<ItemEntry>> categories = new HashMap<>();
        byCategory.forEach((category, leaders) -> categories.put(category, leaders.bestFirst()));
        return new ItemRanking(madeAt, trending.bestFirst(), newest.bestFirst(), categories);
    }

    /**
     * The logarithm of the decayed count at a moment far ahead, up to a constant. All counts of one half-life shrink by
     * one factor, so their order at any moment is the order of {@code log₂(count) + asOf/halfLife}.
     */
    static double popularity(ItemEntry entry, FeatureDefinitions definitions) {
        ItemSignals signals = entry.signals();
        if (signals == null || !signals.seen()) {
            return Double.NEGATIVE_INFINITY;
        }
        double count = signals.counts().values()[definitions.trending()];
        long halfLife = definitions.itemHalfLivesMs()[definitions.trending()];
        return Math.log(Math.max(count, Double.MIN_NORMAL)) / Math.log(2)
                + (double) signals.counts().asOfMs() / halfLife;
    }

    /** When the item came into being: by the catalogue, else by its first event; 0 when neither is known. */
    static long createdAtMs(ItemEntry entry) {
        ItemFacts facts = entry.facts();
        Long created = facts == null ? null : facts.createdAtMs();
        if (created != null) {
            return created;
        }
        ItemSignals signals = entry.signals();
        return signals != null && signals.seen() ? signals.firstSeenMs() : 0;
    }

    long madeAt() {
        return madeAt;
    }

    List<ItemEntry> trending(int n) {
        return first(trending, n);
    }

    List<ItemEntry> newest(int n) {
        return first(newest, n);
    }

    List<ItemEntry> trendingIn(String category, int n) {
        return first(byCategory.getOrDefault(category, List.of()), n);
    }

    private static List<ItemEntry> first(List<ItemEntry> list, int n) {
        return list.size() <= n ? list : list.subList(0, n);
    }

    /** Keeps the n entries with the largest keys; of equal keys the smaller id leads. */
    private static final class Leaders {

        private final int capacity;
        private final PriorityQueue<Ranked> worstFirst = new PriorityQueue<>(WORST_FIRST);

        Leaders(int capacity) {
            this.capacity = capacity;
        }

        void offer(ItemEntry entry, double key) {
            // Nearly all of 100,000 items end here, and should not cost an object each.
            if (worstFirst.size() == capacity && key < worstFirst.element().key()) {
                return;
            }
            var ranked = new Ranked(entry, key);
            if (worstFirst.size() < capacity) {
                worstFirst.add(ranked);
            } else if (WORST_FIRST.compare(ranked, worstFirst.element()) > 0) {
                worstFirst.remove();
                worstFirst.add(ranked);
            }
        }

        List<ItemEntry> bestFirst() {
            List<Ranked> sorted = new ArrayList<>(worstFirst);
            sorted.sort(WORST_FIRST.reversed());
            return sorted.stream().map(Ranked::entry).toList();
        }
    }
}
