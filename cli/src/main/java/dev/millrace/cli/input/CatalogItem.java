package dev.millrace.cli.input;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of an item file.
 *
 * @param itemId the item
 * @param title what to call it; null when the file says nothing
 * @param categories from the broadest to the finest, or a set
 * @param price in the shop's own currency; null when the file says nothing
 * @param createdAtMs when it came into being, epoch milliseconds; null when the file says nothing
 * @param availableFromMs not shown before, epoch milliseconds; null: no limit
 * @param availableUntilMs not shown from then on; null: no limit
 */
public record CatalogItem(
        String itemId,
        @Nullable String title,
        List<String> categories,
        @Nullable Double price,
        @Nullable Long createdAtMs,
        @Nullable Long availableFromMs,
        @Nullable Long availableUntilMs) {

    /** Until when an item is available that is hidden: the beginning of time. */
    static final Long NEVER = 1L;

    /** An item that is always available. */
    public CatalogItem(
            String itemId,
            @Nullable String title,
            List<String> categories,
            @Nullable Double price,
            @Nullable Long createdAtMs) {
        this(itemId, title, categories, price, createdAtMs, null, null);
    }

    /** Whether it is never shown. */
    public boolean hidden() {
        return NEVER.equals(availableUntilMs);
    }
}
