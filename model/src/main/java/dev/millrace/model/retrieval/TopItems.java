package dev.millrace.model.retrieval;

import java.util.Arrays;

/** The best items of one search, best first; of equal scores the lower row comes first. */
public final class TopItems {

    private final int[] items;
    private final float[] scores;

    TopItems(int[] items, float[] scores) {
        this.items = items;
        this.scores = scores;
    }

    public int size() {
        return items.length;
    }

    /** Row of the item at {@code rank}, 0 = best. */
    public int item(int rank) {
        return items[rank];
    }

    public float score(int rank) {
        return scores[rank];
    }

    @Override
    public String toString() {
        return "TopItems" + Arrays.toString(items) + Arrays.toString(scores);
    }
}
