package dev.millrace.model.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What others consumed next to a user's last items, turned around once per list: hundreds of candidates are looked up,
 * in each of ten items. One per thread, read anew for each list.
 */
final class Following {

    private final Ordinals found = new Ordinals(512);
    private float[] shares = new float[0]; // of found item f at last item i: f * known + i
    private final List<ItemEntry.Around> arounds = new ArrayList<>();
    private int known;

    /** @param lastItems newest first */
    void read(List<ItemEntry> lastItems, ItemView items) {
        found.clear();
        arounds.clear();
        known = lastItems.size();
        for (int i = 0; i < known; i++) {
            ItemEntry.Around around = lastItems.get(i).around(items);
            arounds.add(around);
            for (int n = 0; n < around.ordinals().length; n++) {
                int before = found.size();
                int at = found.add(around.ordinals()[n]);
                if (at == before) {
                    clear(at);
                }
                shares[at * known + i] = around.shares()[n];
            }
        }
    }

    private void clear(int item) {
        int to = (item + 1) * known;
        if (to > shares.length) {
            shares = Arrays.copyOf(shares, Math.max(2048, 2 * to));
        }
        Arrays.fill(shares, item * known, to, 0f);
    }

    /** What is next to last item {@code i}, heaviest first. */
    ItemEntry[] next(int i) {
        return arounds.get(i).entries();
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
