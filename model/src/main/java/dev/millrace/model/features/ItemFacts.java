package dev.millrace.model.features;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue says about one item.
 *
 * @param createdAtMs epoch milliseconds, if the catalogue says so
 * @param availableFromMs not shown before, epoch milliseconds; {@link Long#MIN_VALUE}: no limit
 * @param availableUntilMs not shown from then on, epoch milliseconds; {@link Long#MAX_VALUE}: no limit
 */
public record ItemFacts(
        @Nullable String title,
        List<String> categories,
        @Nullable Double price,
        @Nullable Long createdAtMs,
        long availableFromMs,
        long availableUntilMs) {

    public ItemFacts {
        categories = List.copyOf(categories);
    }

    /** For an item that is always available. */
    public static ItemFacts of(@Nullable String title, List<String> categories, @Nullable Double price) {
        return new ItemFacts(title, categories, price, null, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Whether there is a time at which the item is not available. */
    boolean limited() {
        return availableFromMs != Long.MIN_VALUE || availableUntilMs != Long.MAX_VALUE;
    }

    public boolean availableAt(long nowMs) {
        return availableFromMs <= nowMs && nowMs < availableUntilMs;
    }
}
