package dev.millrace.model.baselines;

import java.util.Arrays;

/** Sums by item of one row that is mostly empty: a hash table with linear probing that boxes nothing. */
final class SparseRow {

    private static final int FREE = -1;

    private int[] keys = new int[8];
    private float[] sums = new float[8];
    private int size;

    SparseRow() {
        Arrays.fill(keys, FREE);
    }

    void add(int item, float amount) {
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        int slot = slot(keys, item);
        if (keys[slot] == FREE) {
            keys[slot] = item;
            size++;
        }
        sums[slot] += amount;
    }

    /** {@code scores[item] += weight · sum · scale[item]} for every item of the row. */
    void addTo(double[] scores, double weight, double[] scale) {
        for (int slot = 0; slot < keys.length; slot++) {
            int item = keys[slot];
            if (item != FREE) {
                scores[item] += weight * sums[slot] * scale[item];
            }
        }
    }

    private void grow() {
        int[] oldKeys = keys;
        float[] oldSums = sums;
        keys = new int[2 * oldKeys.length];
        sums = new float[keys.length];
        Arrays.fill(keys, FREE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                int slot = slot(keys, oldKeys[i]);
                keys[slot] = oldKeys[i];
                sums[slot] = oldSums[i];
            }
        }
    }

    private static int slot(int[] keys, int item) {
        int mask = keys.length - 1;
        int slot = (item * 0x9E3779B9) >>> 7 & mask;
        while (keys[slot] != FREE && keys[slot] != item) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
