package dev.millrace.topologies.retrain;

import dev.millrace.model.preferences.ConsumedItems;
import org.jspecify.annotations.Nullable;

/**
 * What the judge knows about one user.
 *
 * <p>Two lists are kept because lists and events race: a list that already includes the event must not judge it, and
 * then the one before it does.
 *
 * @param newest latest list, or null before the first
 * @param previous the one before it with an older {@code asOfOffset}, or null
 * @param consumed items that lists leave out for this user, as many of them as scoring knows
 * @param impressed latest impression, or null
 */
record UserLists(
        @Nullable ServedList newest,
        @Nullable ServedList previous,
        ConsumedItems consumed,
        @Nullable Impressed impressed) {

    static final UserLists EMPTY = new UserLists(null, null, ConsumedItems.NONE, null);

    /**
     * The list that the user had when the event at {@code offset} happened: the newest one that does not include it.
     */
    @Nullable
    ServedList listBefore(long offset) {
        if (newest != null && newest.asOfOffset() < offset) {
            return newest;
        }
        return previous != null && previous.asOfOffset() < offset ? previous : null;
    }

    /**
     * A list over the same events (after a new model, say) replaces the newest; a list over more events moves it back.
     */
    UserLists withList(ServedList list) {
        boolean sameEvents = newest != null && newest.asOfOffset() == list.asOfOffset();
        return new UserLists(list, sameEvents ? previous : newest, consumed, impressed);
    }

    UserLists withConsumed(String item) {
        ConsumedItems more = consumed.add(item);
        return more == consumed ? this : new UserLists(newest, previous, more, impressed);
    }

    /** After the lists were withdrawn. */
    UserLists withoutLists() {
        return new UserLists(null, null, consumed, impressed);
    }

    boolean isEmpty() {
        return newest == null && previous == null && consumed.size() == 0 && impressed == null;
    }

    UserLists withImpressed(@Nullable Impressed shown) {
        return new UserLists(newest, previous, consumed, shown);
    }
}
