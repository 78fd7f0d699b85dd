package dev.millrace.model.preferences;

import java.util.Arrays;

/**
 * What a user took before the events that the {@link History} holds: the {@value #CAPACITY} items taken last, each with
 * how often and when. Immutable.
 *
 * <p>Events leave a history in the order of their time, so the order of their arrival makes no difference to this
 * either, with one exception: how many moments there were is not known of an event that arrives later than a whole
 * history of younger ones, and it counts as none.
 */
public final class PastItems {

    /**
     * On Online Retail, whose wholesalers order thirty items at a time, 200 items give nine tenths of what all give.
     */
    public static final int CAPACITY = 200;

    public static final PastItems NONE = new PastItems(new PastItem[0], 0, Long.MIN_VALUE);

    private final PastItem[] items;
    private final int moments;
    private final long newestMs;

    private PastItems(PastItem[] items, int moments, long newestMs) {
        this.items = items;
        this.moments = moments;
        this.newestMs = newestMs;
    }

    /** For the codec, which checks the order itself. */
    static PastItems ofSorted(PastItem[] items, int moments, long newestMs) {
        return new PastItems(items, moments, newestMs);
    }

    /** These items and one more event that has left the history; when there are too many, without the oldest. */
    public PastItems add(Event event) {
        int known = indexOf(event.itemId());
        PastItem changed = known < 0 ? PastItem.of(event) : items[known].and(event);
        PastItem[] next = Arrays.copyOf(items, known < 0 ? items.length + 1 : items.length);
        int at = known < 0 ? items.length : known;
        for (; at + 1 < items.length && items[at + 1].compareTo(changed) < 0; at++) {
            next[at] = items[at + 1];
        }
        for (; at > 0 && next[at - 1].compareTo(changed) > 0; at--) {
            next[at] = next[at - 1];
        }
        next[at] = changed;
        boolean newMoment = event.timestampMs() > newestMs;
        return new PastItems(
                next.length > CAPACITY ? Arrays.copyOfRange(next, 1, next.length) : next,
                moments + (newMoment ? 1 : 0),
                newMoment ? event.timestampMs() : newestMs);
    }

    private int indexOf(String itemId) {
        for (int i = items.length - 1; i >= 0; i--) {
            if (items[i].itemId().equals(itemId)) {
                return i;
            }
        }
        return -1;
    }

    public int size() {
        return items.length;
    }

    /** Item {@code i}, the one taken longest ago first. */
    public PastItem get(int i) {
        return items[i];
    }

    /** Time stamps of all events that were added, also of items that have been dropped since. */
    public int moments() {
        return moments;
    }

    /** Event time of the newest event that was added, epoch milliseconds; {@link Long#MIN_VALUE} before the first. */
    public long newestMs() {
        return newestMs;
    }

    public boolean isEmpty() {
        return items.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PastItems past
                && moments == past.moments
                && newestMs == past.newestMs
                && Arrays.equals(items, past.items);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(items);
    }

    @Override
    public String toString() {
        return "PastItems" + Arrays.toString(items);
    }
}
