package dev.millrace.model.features;

import java.util.Arrays;

/**
 * How much of a user's decayed attention goes to which category. One per thread, begun anew for each list: hundreds of
 * candidates with several categories each are looked up, so by number and not by name.
 */
final class CategoryAffinity {

    private double[] weights = new double[64]; // by number of the category
    private float[] shares = new float[64];
    private int[] found = new int[16];
    private int size;

    void clear() {
        for (int i = 0; i < size; i++) {
            weights[found[i]] = 0;
            shares[found[i]] = 0;
        }
        size = 0;
    }

    /** Adds one event on an item; its weight is split among the item's categories. */
    void add(ItemEntry item, double weight) {
        int[] categories = item.categories();
        double each = weight / categories.length;
        if (each > 0) {
            for (int category : categories) {
                add(category, each);
            }
        }
    }

    private void add(int category, double weight) {
        if (category >= weights.length) {
            weights = Arrays.copyOf(weights, 2 * category);
            shares = Arrays.copyOf(shares, 2 * category);
        }
        if (weights[category] == 0) {
            if (size == found.length) {
                found = Arrays.copyOf(found, 2 * size);
            }
            found[size++] = category;
        }
        weights[category] += weight;
    }

    /** Turns the weights added into shares that sum to 1. */
    void share() {
        double total = 0;
        for (int i = 0; i < size; i++) {
            total += weights[found[i]];
        }
        for (int i = 0; i < size; i++) {
            shares[found[i]] = (float) (weights[found[i]] / total);
        }
    }

    /** Sum of the user's shares over the item's categories, 0 to 1. */
    float of(ItemEntry item) {
        float sum = 0;
        for (int category : item.categories()) {
            sum += category < shares.length ? shares[category] : 0;
        }
        return sum;
    }
}
