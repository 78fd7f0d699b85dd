package dev.millrace.model.features;

import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import dev.millrace.model.preferences.PastItem;
import dev.millrace.model.preferences.PastItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one scoring knows about the user beside the vector, worked out once per list: everything a row of features needs
 * is then a look-up by item. Belongs to one thread, and to one list at a time.
 */
public final class UserContext {

    private final FeatureDefinitions definitions;
    private final int lastNeeded;
    private final OwnItems own = new OwnItems();
    private final Following following = new Following();
    private final CategoryAffinity categories = new CategoryAffinity();
    private final TitleMatch titles = new TitleMatch();
    private final List<ItemEntry> lastItems = new ArrayList<>();
    private final List<ItemEntry> takenItems = new ArrayList<>();
    private final List<ItemEntry> pastItems = new ArrayList<>();
    private final double[] counts;
    private final float[] activity;
    private @Nullable ItemEntry[] entries = new ItemEntry[0];
    private double logPrice;
    private float experience;
    private boolean titlesRead;
    private long nowMs;

    public UserContext(FeatureDefinitions definitions) {
        this.definitions = definitions;
        this.lastNeeded = definitions.lastItemsNeeded();
        this.counts = new double[definitions.userHalfLivesMs().length];
        this.activity = new float[counts.length];
    }

    /**
     * Turns to another list; what was known for the one before is forgotten.
     *
     * @param nowMs the moment of use, event time
     */
    public void read(History history, EventWeights weights, ItemView items, long nowMs) {
        read(history, PastItems.NONE, weights, items, nowMs);
    }

    /** @param past what the user took before the history, and may take again */
    public void read(History history, PastItems past, EventWeights weights, ItemView items, long nowMs) {
        this.nowMs = nowMs;
        own.clear();
        lastItems.clear();
        takenItems.clear();
        pastItems.clear();
        Arrays.fill(counts, 0);
        if (entries.length < history.size()) {
            entries = new ItemEntry[Math.max(100, history.size())];
        }
        categories.clear();
        long newestMs = Long.MIN_VALUE;
        double logPrices = 0;
        int priced = 0;
        for (int i = history.size() - 1; i >= 0; i--) {
            Event event = history.get(i);
            ItemEntry entry = items.find(event.itemId());
            entries[i] = entry;
            float weight = weights.of(event.type(), event.value());
            if (weight <= 0) {
                continue;
            }
            newestMs = Math.max(newestMs, event.timestampMs());
            for (int h = 0; h < counts.length; h++) {
                counts[h] += weight
                        * Decay.kept(newestMs - event.timestampMs(), definitions.userHalfLivesMs()[h]);
            }
            boolean first = own.older(event.itemId(), entry, event.timestampMs());
            if (entry != null) {
                if (first) {
                    takenItems.add(entry);
                }
                double price = entry.numbers()[ItemNumbers.LOG_PRICE];
                if (first && !Double.isNaN(price)) {
                    logPrices += price;
                    priced++;
                }
                if (first && lastItems.size() < lastNeeded) {
                    lastItems.add(entry);
                }
                categories.add(
                        entry, weight * Decay.kept(nowMs - event.timestampMs(), definitions.categoryHalfLifeMs()));
            }
        }
        readPast(past, items);
        this.logPrice = priced == 0 ? Double.NaN : logPrices / priced;
        categories.share();
        for (int h = 0; h < activity.length; h++) {
            activity[h] = activity(counts[h], newestMs, definitions.userHalfLivesMs()[h]);
        }
        this.experience = compress(own.moments());
        this.titlesRead = false;
        following.read(lastItems, items);
    }

    private void readPast(PastItems past, ItemView items) {
        own.before(past);
        for (int i = past.size() - 1; i >= 0; i--) {
            PastItem item = past.get(i);
            ItemEntry entry = items.find(item.itemId());
            if (entry != null) {
                if (own.find(entry) == null) {
                    pastItems.add(entry);
                }
                own.before(item, entry);
            }
        }
    }

    private float activity(double count, long asOfMs, long halfLifeMs) {
        return count == 0 ? 0 : compress(count * Decay.kept(Math.max(0, nowMs - asOfMs), halfLifeMs));
    }

    /** Entry of the item of the history's event {@code i}; null while nothing is known about the item. */
    public @Nullable ItemEntry entry(int i) {
        return entries[i];
    }

    public long nowMs() {
        return nowMs;
    }

    /** Distinct items of the newest positive events, newest first, as many as any column or source refers to. */
    public List<ItemEntry> lastItems() {
        return lastItems;
    }

    /** Every item of the remembered history that the user took, newest first. */
    public List<ItemEntry> takenItems() {
        return takenItems;
    }

    /** Every item that the user took before the remembered history and not since, as far as is known; newest first. */
    public List<ItemEntry> pastItems() {
        return pastItems;
    }

    /** Mean co-visitation share that the newest {@code n} items give to {@code item}, 0 to 1. */
    public float coVisited(ItemEntry item, int n) {
        int found = following.find(item);
        return found < 0 ? 0 : following.share(found, n);
    }

    /** Co-visitation share that the item at {@code place} of {@link #lastItems} gives to {@code item}, 0 to 1. */
    public float coVisitedWith(int place, ItemEntry item) {
        int found = following.find(item);
        return found < 0 ? 0 : following.of(found, place);
    }

    /** The neighbours of the item at {@code place} of {@link #lastItems}, heaviest first; not to be written to. */
    public ItemEntry[] neighbours(int place) {
        return following.next(place);
    }

    Following following() {
        return following;
    }

    OwnItems own() {
        return own;
    }

    /** How like the titles of the user's items its title is, 0 to 1. */
    float nearestTitle(ItemEntry item) {
        if (!titlesRead) {
            titles.read(takenItems);
            titlesRead = true;
        }
        return titles.nearest(item);
    }

    /** {@code ln(1 + moments)} of the remembered history. */
    float experience() {
        return experience;
    }

    /** How far the item's price is from what the user usually takes, as a ratio's logarithm; 0 where unknown. */
    float priceDistance(double logPriceOfItem) {
        double distance = Math.abs(logPriceOfItem - logPrice);
        return Double.isNaN(distance) ? 0 : (float) distance;
    }

    float categoryAffinity(ItemEntry item) {
        return categories.of(item);
    }

    float activity(int halfLife) {
        return activity[halfLife];
    }

    static float compress(double value) {
        return (float) Elementary.log(1 + Math.max(0, value));
    }
}
