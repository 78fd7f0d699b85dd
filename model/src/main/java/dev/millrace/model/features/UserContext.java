package dev.millrace.model.features;

import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one scoring knows about the user beside the vector, worked out once per list: everything a row of features needs
 * is then a look-up by item. Belongs to one moment and one thread.
 */
public final class UserContext {

    private final long nowMs;
    private final OwnItems own = new OwnItems();
    private final List<ItemEntry> lastItems = new ArrayList<>();
    private final List<ItemEntry> takenItems = new ArrayList<>();
    private final Map<String, Float> categoryShares;
    private final float[] activity;
    private final double logPrice;
    private final ItemView items;
    private @Nullable Following following;

    private UserContext(
            History history, EventWeights weights, ItemView items, FeatureDefinitions definitions, long nowMs) {
        this.nowMs = nowMs;
        this.items = items;
        var counts = DecayedCounts.none(definitions.userHalfLivesMs().length);
        Map<String, Double> categories = new HashMap<>();
        int lastNeeded = definitions.lastItemsNeeded();
        double logPrices = 0;
        int priced = 0;
        for (int i = history.size() - 1; i >= 0; i--) {
            Event event = history.get(i);
            float weight = weights.of(event.type(), event.value());
            if (weight <= 0) {
                continue;
            }
            counts = counts.add(weight, event.timestampMs(), definitions.userHalfLivesMs());
            ItemEntry entry = items.find(event.itemId());
            boolean first = own.older(event.itemId(), entry, event.timestampMs());
            if (entry != null) {
                if (first) {
                    takenItems.add(entry);
                }
                Double price = entry.facts() == null ? null : entry.facts().price();
                if (first && price != null && price > 0) {
                    logPrices += Math.log(price);
                    priced++;
                }
                if (first && lastItems.size() < lastNeeded) {
                    lastItems.add(entry);
                }
                CategoryAffinity.add(categories, entry.facts(), weight, nowMs - event.timestampMs(), definitions);
            }
        }
        this.logPrice = priced == 0 ? Double.NaN : logPrices / priced;
        this.categoryShares = CategoryAffinity.shares(categories);
        this.activity = new float[counts.values().length];
        for (int h = 0; h < activity.length; h++) {
            activity[h] = compress(counts.at(h, nowMs, definitions.userHalfLivesMs()[h]));
        }
    }

    /** @param nowMs the moment of use, event time */
    public static UserContext of(
            History history, EventWeights weights, ItemView items, FeatureDefinitions definitions, long nowMs) {
        return new UserContext(history, weights, items, definitions, nowMs);
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

    /** Heaviest category of the user, if any. */
    public @Nullable String favouriteCategory() {
        return categoryShares.entrySet().stream()
                .max(Map.Entry.<String, Float>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /** Mean co-visitation share that the newest {@code n} items give to {@code item}, 0 to 1. */
    public float coVisited(ItemEntry item, int n) {
        int found = following().find(item);
        return found < 0 ? 0 : following().share(found, n);
    }

    /** Co-visitation share that the item at {@code place} of {@link #lastItems} gives to {@code item}, 0 to 1. */
    public float coVisitedWith(int place, ItemEntry item) {
        int found = following().find(item);
        return found < 0 ? 0 : following().of(found, place);
    }

    /** The first {@code n} neighbours of one of the last items, heaviest first. */
    public List<ItemEntry> neighbours(ItemEntry last, int n) {
        List<ItemEntry> all = Arrays.asList(last.around(items).entries());
        return n < all.size() ? all.subList(0, n) : all;
    }

    /** Worked out where it is first asked for: a user without candidates of this kind never pays. */
    Following following() {
        Following known = following;
        if (known == null) {
            known = new Following(lastItems, items);
            following = known;
        }
        return known;
    }

    OwnItems own() {
        return own;
    }

    /** How far the item's price is from what the user usually takes, as a ratio's logarithm; 0 where unknown. */
    float priceDistance(@Nullable ItemFacts facts) {
        Double price = facts == null ? null : facts.price();
        return price == null || price <= 0 || Double.isNaN(logPrice) ? 0 : (float) Math.abs(Math.log(price) - logPrice);
    }

    float categoryAffinity(@Nullable ItemFacts facts) {
        return facts == null ? 0 : CategoryAffinity.of(facts, categoryShares);
    }

    float activity(int halfLife) {
        return activity[halfLife];
    }

    static float compress(double value) {
        return (float) Math.log(1 + Math.max(0, value));
    }
}
