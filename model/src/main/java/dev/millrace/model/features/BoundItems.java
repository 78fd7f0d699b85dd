package dev.millrace.model.features;

import dev.millrace.model.factors.ItemIndex;
import java.util.Arrays;

/** The entries of a model's items, both ways an array access: by row, and the row by entry. Immutable. */
public final class BoundItems {

    private final ItemEntry[] entries;
    private final int[] rows; // by ordinal; row + 1, 0 = not in the model

    private BoundItems(ItemEntry[] entries, int[] rows) {
        this.entries = entries;
        this.rows = rows;
    }

    /** Makes the entries that are missing. */
    public static BoundItems of(ItemIndex items, ItemView view) {
        ItemEntry[] entries = new ItemEntry[items.size()];
        int[] rows = new int[Math.max(16, items.size())];
        for (int row = 0; row < entries.length; row++) {
            ItemEntry entry = view.entry(items.id(row));
            entries[row] = entry;
            if (entry.ordinal() >= rows.length) {
                rows = Arrays.copyOf(rows, Math.max(entry.ordinal() + 1, 2 * rows.length));
            }
            rows[entry.ordinal()] = row + 1;
        }
        return new BoundItems(entries, rows);
    }

    public ItemEntry entry(int row) {
        return entries[row];
    }

    /** Row of an entry of the same view; -1 when the model does not know the item. */
    public int row(ItemEntry entry) {
        return entry.ordinal() < rows.length ? rows[entry.ordinal()] - 1 : -1;
    }
}
