package dev.millrace.model.rules;

import java.util.List;

/**
 * A list ready to be shown.
 *
 * @param items best first, no item twice
 */
public record MadeList(List<ListedItem> items) {

    public MadeList {
        items = List.copyOf(items);
    }

    /** The first {@code n} items. */
    public MadeList head(int n) {
        return items.size() <= n ? this : new MadeList(items.subList(0, n));
    }

    /** Best rung that an item of the list came from; pinned and explored items do not count. */
    public Rung level() {
        return level(items);
    }

    static Rung level(List<ListedItem> items) {
        Rung best = Rung.NEWEST;
        for (ListedItem item : items) {
            if (item.isChosen()) {
                Rung rung = Rung.ofSource(item.source());
                best = rung.compareTo(best) < 0 ? rung : best;
                if (best == Rung.PERSONAL) {
                    break; // mostly at the first item
                }
            }
        }
        return best;
    }
}
