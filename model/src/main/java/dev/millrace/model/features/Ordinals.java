package dev.millrace.model.features;

import java.util.Arrays;

/**
 * Numbers the entries of one list from 0 in the order in which they come, and finds an entry's number again: a hash map
 * from {@link ItemEntry#ordinal} without an object per entry. Not thread-safe.
 */
public final class Ordinals {

    private int[] keys; // ordinal + 1; 0 = free
    private int[] numbers;
    private int size;

    /** @param expected entries; more may come */
    public Ordinals(int expected) {
        int slots = Integer.highestOneBit(Math.max(4, expected)) << 2;
        this.keys = new int[slots];
        this.numbers = new int[slots];
    }

    public int size() {
        return size;
    }

    /** The entry's number, or -1. */
    public int find(ItemEntry entry) {
        int slot = slot(entry.ordinal());
        return keys[slot] == 0 ? -1 : numbers[slot];
    }

    /** The entry's number, the next free one if it had none. */
    public int add(ItemEntry entry) {
        int slot = slot(entry.ordinal());
        if (keys[slot] != 0) {
            return numbers[slot];
        }
        keys[slot] = entry.ordinal() + 1;
        numbers[slot] = size;
        if (2 * ++size > keys.length) {
            grow();
        }
        return size - 1;
    }

    private int slot(int ordinal) {
        int mask = keys.length - 1;
        // Fibonacci hashing: ordinals of neighbouring entries are often neighbours themselves.
        int slot = (ordinal * 0x9E3779B9 >>> 8) & mask;
        while (keys[slot] != 0 && keys[slot] != ordinal + 1) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldKeys = keys;
        int[] oldNumbers = numbers;
        keys = new int[2 * oldKeys.length];
        numbers = Arrays.copyOf(oldNumbers, keys.length);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slot(oldKeys[i] - 1);
                keys[slot] = oldKeys[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }
}
