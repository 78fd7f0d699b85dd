package dev.millrace.model.features;

import java.util.Arrays;
import java.util.List;

/**
 * What others consumed next to a user's last items, turned around once per list: hundreds of candidates are looked up,
 * in each of ten items.
 */
final class Following {

    private final int known;
    private final Ordinals found = new Ordinals(512);
    private float[] shares; // of found item f at last item i: f * known + i

    /** @param lastItems newest first */
    Following(List<ItemEntry> lastItems, ItemView items) {
        known = lastItems.size();
        shares = new float[known * 256];
        for (int i = 0; i < known; i++) {
            ItemEntry.Around around = lastItems.get(i).around(items);
            for (int n = 0; n < around.entries().length; n++) {
                int at = found.add(around.entries()[n]) * known + i;
                if (at >= shares.length) {
                    shares = Arrays.copyOf(shares, 2 * shares.length);
                }
                shares[at] = around.shares()[n];
            }
        }
    }

    /** What {@link #share} takes; -1 for an item that is next to none of them. */
    int find(ItemEntry item) {
        return found.find(item);
    }

    /** Mean share of the co-visits of the newest {@code n} items, 0 to 1. */
    float share(int item, int n) {
        int counted = Math.min(n, known);
        float sum = 0;
        for (int i = 0; i < counted; i++) {
            sum += shares[item * known + i];
        }
        return sum / counted;
    }

    /** Share of the co-visits of last item {@code i}. */
    float of(int item, int i) {
        return shares[item * known + i];
    }
}
