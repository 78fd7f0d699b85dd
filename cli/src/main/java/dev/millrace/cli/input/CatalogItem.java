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
 */
public record CatalogItem(
        String itemId,
        @Nullable String title,
        List<String> categories,
        @Nullable Double price,
        @Nullable Long createdAtMs) {}
