package dev.millrace.model.features;

import java.util.Arrays;

/**
 * Numbers the entries of one list from 0 in the order in which they come, and finds an entry's number again: a hash map
 * from {@link ItemEntry#ordinal} without an object per entry, to be cleared for the next list. Not thread-safe.
 */
public final class Ordinals {

    private int[] slots; // ordinal + 1 (0 = free) and number, side by side: one cache miss and not two
    private int size;

    /** @param expected entries; more may come */
    public Ordinals(int expected) {
        this.slots = new int[Integer.highestOneBit(Math.max(4, expected)) << 2];
    }

    public void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    public int size() {
        return size;
    }

    /** The entry's number, or -1. */
    public int find(ItemEntry entry) {
        return find(entry.ordinal());
    }

    int find(int ordinal) {
        int slot = slot(ordinal);
        return slots[slot] == 0 ? -1 : slots[slot + 1];
    }

    /** The entry's number, the next free one if it had none. */
    public int add(ItemEntry entry) {
        return add(entry.ordinal());
    }

    int add(int ordinal) {
        int slot = slot(ordinal);
        if (slots[slot] != 0) {
            return slots[slot + 1];
        }
        slots[slot] = ordinal + 1;
        slots[slot + 1] = size;
        if (4 * ++size > slots.length) {
            grow();
        }
        return size - 1;
    }

    private int slot(int ordinal) {
        int mask = slots.length - 2;
        // Fibonacci hashing: ordinals of neighbouring entries are often neighbours themselves.
        int slot = (ordinal * 0x9E3779B9 >>> 8) & mask;
        while (slots[slot] != 0 && slots[slot] != ordinal + 1) {
            slot = (slot + 2) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] old = slots;
        slots = new int[2 * old.length];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0) {
                int slot = slot(old[i] - 1);
                slots[slot] = old[i];
                slots[slot + 1] = old[i + 1];
            }
        }
    }
}
