package dev.millrace.model.features;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What others consumed next to a user's last items, turned around once per list: hundreds of candidates are looked up,
 * in each of ten items.
 */
final class Following {

    private final int known;
    private final Map<String, float[]> byItem = new HashMap<>(1024);

    /** @param lastItems newest first */
    Following(List<ItemEntry> lastItems) {
        known = lastItems.size();
        for (int i = 0; i < known; i++) {
            ItemEntry last = lastItems.get(i);
            double total = last.coVisitTotal();
            for (ItemNeighbour neighbour : last.neighbours().list()) {
                byItem.computeIfAbsent(neighbour.itemId(), item -> new float[known])[i] =
                        (float) (neighbour.weight() / total);
            }
        }
    }

    /** Null for an item that is next to none of them. */
    float @Nullable [] find(String itemId) {
        return byItem.get(itemId);
    }

    /** Mean share of the co-visits of the newest {@code n} items, 0 to 1. */
    float share(float[] found, int n) {
        int counted = Math.min(n, known);
        float sum = 0;
        for (int i = 0; i < counted; i++) {
            sum += found[i];
        }
        return sum / counted;
    }
}
