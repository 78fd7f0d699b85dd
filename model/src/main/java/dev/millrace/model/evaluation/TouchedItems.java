package dev.millrace.model.evaluation;

import java.util.Arrays;

/** The items that one user has had any event with, sorted; empty for a replay in which repeats count. */
public final class TouchedItems {

    private int[] items = new int[8];
    private int size;

    /** Whether the item was new. */
    boolean add(int item) {
        int at = Arrays.binarySearch(items, 0, size, item);
        if (at >= 0) {
            return false;
        }
        if (size == items.length) {
            items = Arrays.copyOf(items, 2 * size);
        }
        int place = -at - 1;
        System.arraycopy(items, place, items, place + 1, size - place);
        items[place] = item;
        size++;
        return true;
    }

    public boolean contains(int item) {
        return Arrays.binarySearch(items, 0, size, item) >= 0;
    }

    public int size() {
        return size;
    }
}
