package dev.millrace.model.factors;

import java.util.List;
import java.util.Objects;

/** Item ids and their row numbers in a model; ids are unique. Open addressing: no boxed number per item. */
public final class ItemIndex {

    private final String[] ids;
    private final int[] hashes;
    private final int[] slots; // index + 1; 0 = free
    private final int mask;

    private ItemIndex(String[] ids) {
        this.ids = ids;
        this.hashes = new int[ids.length];
        this.slots = new int[Integer.highestOneBit(Math.max(4, ids.length) * 2 - 1) << 1];
        this.mask = slots.length - 1;
        for (int i = 0; i < ids.length; i++) {
            hashes[i] = ItemHash.of(Objects.requireNonNull(ids[i], "item id"));
            insert(i);
        }
    }

    /** @throws IllegalArgumentException when an id occurs twice */
    public static ItemIndex of(List<String> ids) {
        return new ItemIndex(ids.toArray(String[]::new));
    }

    public int size() {
        return ids.length;
    }

    public String id(int index) {
        return ids[index];
    }

    /** The row of an item, or -1 when the model does not know it. */
    public int indexOf(String id) {
        int hash = ItemHash.of(id);
        for (int slot = hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            int index = slots[slot] - 1;
            if (hashes[index] == hash && ids[index].equals(id)) {
                return index;
            }
        }
        return -1;
    }

    /** {@link ItemHash} of an item's id, computed once. */
    public int hash(int index) {
        return hashes[index];
    }

    /** Ids in order of their rows. */
    public List<String> ids() {
        return List.of(ids);
    }

    private void insert(int index) {
        int slot = hashes[index] & mask;
        while (slots[slot] != 0) {
            if (ids[slots[slot] - 1].equals(ids[index])) {
                throw new IllegalArgumentException("item id " + ids[index] + " occurs twice");
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = index + 1;
    }
}
