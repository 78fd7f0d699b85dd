package dev.millrace.model.retrieval;

/**
 * The best {@code k} of a stream of scored items: a binary heap with the worst on top. Worse means a lower score, or an
 * equal score and a higher row.
 */
final class TopHeap {

    private final int[] items;
    private final float[] scores;
    private int size;

    TopHeap(int k) {
        items = new int[k];
        scores = new float[k];
    }

    /** A score must reach this to be listed; equal scores are decided by row. */
    float threshold() {
        if (items.length == 0) {
            return Float.POSITIVE_INFINITY;
        }
        return size < items.length ? Float.NEGATIVE_INFINITY : scores[0];
    }

    /** Whether {@link #offer} would take it. */
    boolean wants(int item, float score) {
        return size < items.length || (size > 0 && worse(0, item, score));
    }

    void offer(int item, float score) {
        if (size < items.length) {
            size++;
            up(size - 1, item, score);
        } else if (size > 0 && worse(0, item, score)) {
            down(item, score);
        }
    }

    /** Empties the heap. */
    TopItems drain() {
        int n = size;
        int[] sortedItems = new int[n];
        float[] sortedScores = new float[n];
        for (int rank = n - 1; rank >= 0; rank--) {
            sortedItems[rank] = items[0];
            sortedScores[rank] = scores[0];
            size--;
            if (size > 0) {
                down(items[size], scores[size]);
            }
        }
        return new TopItems(sortedItems, sortedScores);
    }

    /** Whether the entry at {@code slot} is worse than (item, score). */
    private boolean worse(int slot, int item, float score) {
        return scores[slot] < score || (scores[slot] == score && items[slot] > item);
    }

    private void up(int from, int item, float score) {
        int slot = from;
        while (slot > 0) {
            int parent = (slot - 1) >>> 1;
            if (!(scores[parent] > score || (scores[parent] == score && items[parent] < item))) {
                break;
            }
            set(slot, items[parent], scores[parent]);
            slot = parent;
        }
        set(slot, item, score);
    }

    /** Puts (item, score) in place of the top. */
    private void down(int item, float score) {
        int slot = 0;
        while (true) {
            int child = 2 * slot + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && worse(child + 1, items[child], scores[child])) {
                child++;
            }
            if (!worse(child, item, score)) {
                break;
            }
            set(slot, items[child], scores[child]);
            slot = child;
        }
        set(slot, item, score);
    }

    private void set(int slot, int item, float score) {
        items[slot] = item;
        scores[slot] = score;
    }
}
