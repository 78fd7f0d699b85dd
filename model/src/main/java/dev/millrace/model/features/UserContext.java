package dev.millrace.model.features;

import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one scoring knows about the user beside the vector, worked out once per list: everything a row of features needs
 * is then a look-up by item. Belongs to one moment and one thread.
 */
public final class UserContext {

    private static final double DAY_MS = 86_400_000;

    /** How often and when last the user took one item. */
    private static final class Taken {
        private int times;
        private long lastMs;
    }

    private final long nowMs;
    private final Map<String, Taken> taken = new HashMap<>();
    private final List<ItemEntry> lastItems = new ArrayList<>();
    private final List<ItemEntry> takenItems = new ArrayList<>();
    private final Map<String, Float> categoryShares;
    private final float[] activity;
    private @Nullable Map<String, float[]> coVisits;

    private UserContext(
            History history, EventWeights weights, ItemView items, FeatureDefinitions definitions, long nowMs) {
        this.nowMs = nowMs;
        var counts = DecayedCounts.none(definitions.userHalfLivesMs().length);
        Map<String, Double> categories = new HashMap<>();
        int lastNeeded = lastNeeded(definitions);
        for (int i = history.size() - 1; i >= 0; i--) {
            Event event = history.get(i);
            float weight = weights.of(event.type(), event.value());
            if (weight <= 0) {
                continue;
            }
            boolean first = take(event);
            counts = counts.add(weight, event.timestampMs(), definitions.userHalfLivesMs());
            ItemEntry entry = items.find(event.itemId());
            if (entry != null) {
                if (first) {
                    takenItems.add(entry);
                }
                if (first && lastItems.size() < lastNeeded) {
                    lastItems.add(entry);
                }
                CategoryAffinity.add(categories, entry.facts(), weight, nowMs - event.timestampMs(), definitions);
            }
        }
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

    /** Mean co-visitation share that the newest {@code n} items give to {@code itemId}, 0 to 1. */
    public float coVisited(String itemId, int n) {
        int known = Math.min(n, lastItems.size());
        float[] shares = known == 0 ? null : coVisits().get(itemId);
        if (shares == null) {
            return 0;
        }
        float sum = 0;
        for (int i = 0; i < known; i++) {
            sum += shares[i];
        }
        return sum / known;
    }

    /**
     * By neighbour, its share in each of the last items. Turned around once per list: hundreds of candidates are looked
     * up, in each of ten items.
     */
    private Map<String, float[]> coVisits() {
        Map<String, float[]> known = coVisits;
        if (known == null) {
            known = new HashMap<>();
            for (int i = 0; i < lastItems.size(); i++) {
                Neighbours neighbours = lastItems.get(i).neighbours();
                double total = neighbours.total() + ItemEntry.PRIOR_SHARE;
                for (ItemNeighbour neighbour : neighbours.list()) {
                    known.computeIfAbsent(neighbour.itemId(), item -> new float[lastItems.size()])[i] =
                            (float) (neighbour.weight() / total);
                }
            }
            coVisits = known;
        }
        return known;
    }

    float categoryAffinity(@Nullable ItemFacts facts) {
        return facts == null ? 0 : CategoryAffinity.of(facts, categoryShares);
    }

    float activity(int halfLife) {
        return activity[halfLife];
    }

    float takenTimes(String itemId) {
        Taken known = taken.get(itemId);
        return known == null ? 0 : compress(known.times);
    }

    float takenRecency(String itemId) {
        Taken known = taken.get(itemId);
        return known == null ? 0 : (float) (1 / (1 + Math.max(0, nowMs - known.lastMs) / DAY_MS));
    }

    /** Not {@code log1p}, which the JVM does not turn into an instruction: it took 7 % of the pipeline's CPU. */
    static float compress(double value) {
        return (float) Math.log(1 + Math.max(0, value));
    }

    /** Whether the item had not been taken in a newer event. */
    private boolean take(Event event) {
        Taken known = taken.computeIfAbsent(event.itemId(), id -> new Taken());
        known.times++;
        known.lastMs = Math.max(known.lastMs, event.timestampMs());
        return known.times == 1;
    }

    private static int lastNeeded(FeatureDefinitions definitions) {
        int most = 3;
        for (Column column : definitions.columns()) {
            if (column.kind() == Column.Kind.CO_VISITED) {
                most = Math.max(most, column.position());
            }
        }
        return most;
    }
}
