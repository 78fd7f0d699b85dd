package dev.millrace.model.features;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The items that lead by popularity and by age, at every moment: a list made online and one made in a replay of the
 * same events see the same leaders. Any number of threads.
 */
final class ItemRanking {

    /** Longer lists than this are not served from a ranking. */
    private static final int LENGTH = 500;

    /** Per category a list shows at most this many. */
    private static final int CATEGORY_LENGTH = 100;

    private final FeatureDefinitions definitions;
    private final Leaders trending = new Leaders(LENGTH);
    private final Leaders newest = new Leaders(LENGTH);
    private final Map<String, Leaders> byCategory = new ConcurrentHashMap<>();

    ItemRanking(FeatureDefinitions definitions) {
        this.definitions = definitions;
    }

    /** Something about the item has changed; {@code categories} are those that it had before. */
    void update(ItemEntry entry, List<String> categories) {
        double popularity = entry.listed() ? popularity(entry, definitions) : Leaders.ABSENT;
        trending.update(entry, popularity);
        newest.update(entry, age(entry));
        List<String> now = categories(entry);
        for (String category : categories) {
            if (!now.contains(category)) {
                of(category).update(entry, Leaders.ABSENT);
            }
        }
        for (String category : now) {
            of(category).update(entry, popularityIn(entry, category));
        }
    }

    static List<String> categories(ItemEntry entry) {
        ItemFacts facts = entry.facts();
        return facts == null ? List.of() : facts.categories();
    }

    private Leaders of(String category) {
        return byCategory.computeIfAbsent(category, unseen -> new Leaders(CATEGORY_LENGTH));
    }

    private static double age(ItemEntry entry) {
        return entry.listed() ? entry.numbers()[ItemNumbers.CREATED] : Leaders.ABSENT;
    }

    /** In a category only those that somebody has touched lead. */
    private double popularityIn(ItemEntry entry, String category) {
        double popularity = entry.listed() && categories(entry).contains(category)
                ? popularity(entry, definitions)
                : Double.NEGATIVE_INFINITY;
        return popularity == Double.NEGATIVE_INFINITY ? Leaders.ABSENT : popularity;
    }

    /**
     * The logarithm of the decayed count at a moment far ahead, up to a constant. All counts of one half-life shrink by
     * one factor, so their order at any moment is the order of {@code log₂(count) + asOf/halfLife}, and only an event
     * changes it.
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

    /** @param all every entry there is */
    List<ItemEntry> trending(int n, Collection<ItemEntry> all) {
        return first(trending.list(all, entry -> entry.listed() ? popularity(entry, definitions) : Leaders.ABSENT), n);
    }

    List<ItemEntry> newest(int n, Collection<ItemEntry> all) {
        return first(newest.list(all, ItemRanking::age), n);
    }

    List<ItemEntry> trendingIn(String category, int n, Collection<ItemEntry> all) {
        Leaders leaders = byCategory.get(category);
        return leaders == null ? List.of() : first(leaders.list(all, entry -> popularityIn(entry, category)), n);
    }

    private static List<ItemEntry> first(List<ItemEntry> list, int n) {
        return list.size() <= n ? list : list.subList(0, n);
    }
}
