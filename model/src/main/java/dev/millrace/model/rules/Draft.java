package dev.millrace.model.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A list in the making: keeps count of the caps and of what is already in it. */
final class Draft {

    private final List<CategoryCap> caps;
    private final Shelf shelf;
    private final List<ListedItem> items = new ArrayList<>();
    private final Set<String> taken = new HashSet<>(256); // a list to store has a hundred items
    private final int[] used;

    Draft(List<CategoryCap> caps, Shelf shelf) {
        this.caps = caps;
        this.shelf = shelf;
        this.used = new int[caps.size()];
    }

    List<ListedItem> items() {
        return items;
    }

    /** Position that the next item gets; 1 is the top. */
    int nextPosition() {
        return items.size() + 1;
    }

    boolean has(String itemId) {
        return taken.contains(itemId);
    }

    /** Takes the item out of the choice without placing it, and charges it to the caps that reach its position. */
    void reserve(String itemId, int position) {
        taken.add(itemId);
        charge(itemId, position, 1);
    }

    /** Undoes {@link #reserve}. */
    void release(String itemId, int position) {
        taken.remove(itemId);
        charge(itemId, position, -1);
    }

    /** Whether no cap forbids the item at this position. */
    boolean admits(String itemId, int position) {
        if (caps.isEmpty()) {
            return true;
        }
        List<String> categories = shelf.categories(itemId);
        for (int i = 0; i < used.length; i++) {
            CategoryCap cap = caps.get(i);
            if (position <= cap.first() && used[i] >= cap.atMost() && categories.contains(cap.category())) {
                return false;
            }
        }
        return true;
    }

    void placeReserved(ListedItem item) {
        items.add(item);
    }

    void place(ListedItem item) {
        reserve(item.itemId(), nextPosition());
        items.add(item);
    }

    private void charge(String itemId, int position, int by) {
        if (caps.isEmpty()) {
            return;
        }
        List<String> categories = shelf.categories(itemId);
        for (int i = 0; i < used.length; i++) {
            CategoryCap cap = caps.get(i);
            if (position <= cap.first() && categories.contains(cap.category())) {
                used[i] += by;
            }
        }
    }
}
