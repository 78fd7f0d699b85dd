package dev.millrace.model.features;

import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import java.time.Duration;

/**
 * Bounds what one user adds to what everybody sees. Of a user's events on one item within a day, only the first
 * {@value #MOST} count towards the item: its popularity, its neighbours, its vector while a model has not seen it. Of a
 * user with more events in a day than a history holds only the first that is remembered counts, or who goes round many
 * items would get by. The user's own features and lists take in every event.
 *
 * <p>Counted is what the history remembers, whichever came first: the same everywhere, and without state of its own.
 */
public final class TouchLimit {

    /** Whoever looks at an item, puts it in the cart and buys it is well below. */
    public static final int MOST = 5;

    static final long SPAN_MS = Duration.ofDays(1).toMillis();

    private TouchLimit() {}

    /**
     * Whether the event counts towards its item.
     *
     * @param before the user's history without the event
     */
    public static boolean allows(History before, Event added, EventWeights weights) {
        int others = 0;
        for (int i = 0; i < before.size(); i++) {
            Event event = before.get(i);
            if (near(event, added)
                    && event.itemId().equals(added.itemId())
                    && weights.of(event.type(), event.value()) != 0) {
                others++;
            }
        }
        return others == 0 || (others < MOST && !overflows(before, added));
    }

    /** Whether events of the same day may have been forgotten. */
    private static boolean overflows(History before, Event added) {
        return before.size() == History.CAPACITY && near(before.get(0), added);
    }

    private static boolean near(Event event, Event added) {
        return Math.abs(added.timestampMs() - event.timestampMs()) < SPAN_MS;
    }
}
