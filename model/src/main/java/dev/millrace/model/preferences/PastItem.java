package dev.millrace.model.preferences;

import java.util.Comparator;
import java.util.Objects;

/**
 * What is left of a user's events on one item that the history no longer holds. Ordered by the newest of them, then
 * item.
 *
 * @param times how many events, at least 1
 * @param moments how many time stamps they had, 1 to {@code times}
 * @param firstMs event time of the oldest, epoch milliseconds
 * @param lastMs event time of the newest
 */
public record PastItem(String itemId, int times, int moments, long firstMs, long lastMs)
        implements Comparable<PastItem> {

    private static final Comparator<PastItem> ORDER =
            Comparator.comparingLong(PastItem::lastMs).thenComparing(PastItem::itemId);

    public PastItem {
        Objects.requireNonNull(itemId, "itemId");
    }

    static PastItem of(Event event) {
        return new PastItem(event.itemId(), 1, 1, event.timestampMs(), event.timestampMs());
    }

    PastItem and(Event event) {
        return new PastItem(
                itemId,
                times + 1,
                moments + (event.timestampMs() > lastMs ? 1 : 0),
                Math.min(firstMs, event.timestampMs()),
                Math.max(lastMs, event.timestampMs()));
    }

    @Override
    public int compareTo(PastItem other) {
        return ORDER.compare(this, other);
    }
}
