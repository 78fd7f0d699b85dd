package dev.millrace.model.rules;

import java.util.List;

/**
 * A list ready to be shown.
 *
 * @param items best first, no item twice
 * @param level best rung that an item of the list came from; pinned items do not count
 */
public record MadeList(List<ListedItem> items, Rung level) {

    public MadeList {
        items = List.copyOf(items);
    }
}
