package dev.millrace.model.recommend;

import java.util.Arrays;

/**
 * Orders places by their scores, as numbers: to compare objects costs ten times as much. One per thread, filled anew
 * for each list.
 */
final class ScoreOrder {

    private long[] keys = new long[512];
    private int size;

    void clear() {
        size = 0;
    }

    /** The score of the next place; one that is not a number comes last. */
    void add(float score) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        int bits = Float.floatToIntBits(-score);
        keys[size] = (long) (bits ^ (bits >> 31 & Integer.MAX_VALUE)) << 32 | size++;
    }

    /** Highest score first, of equals the earlier place. */
    void sort() {
        Arrays.sort(keys, 0, size);
    }

    int size() {
        return size;
    }

    /** After sorting. */
    int place(int rank) {
        return (int) keys[rank];
    }

    /** Whether two ranks have the same score. */
    boolean equal(int rank, int other) {
        return keys[rank] >> 32 == keys[other] >> 32;
    }
}
