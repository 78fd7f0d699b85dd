package dev.millrace.model.features;

import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import java.util.ArrayList;
import java.util.List;

/**
 * Which items a user consumed close together: every pair of positive events at most {@code maxGap} places apart in
 * event-time order weighs {@code 1/√gap}.
 *
 * <p>A late event slides between others and widens their gaps, so each change is a list of signed corrections: what the
 * history says with the event less what it said without it. Their sum depends on the set of events only.
 */
public final class CoVisits {

    /**
     * A change of the weight between two items, in both directions.
     *
     * @param atMs event time of the newer of the two
     */
    public record Change(String itemId, String otherItemId, double weight, long atMs) {}

    private final int maxGap;
    private final EventWeights weights;

    /** @param maxGap at least 1 */
    public CoVisits(int maxGap, EventWeights weights) {
        this.maxGap = maxGap;
        this.weights = weights;
    }

    /** What {@code added} changes; {@code before} is the history without it. */
    public List<Change> changes(History before, Event added) {
        List<Change> changes = new ArrayList<>(2 * maxGap);
        if (!counts(added)) {
            return changes;
        }
        List<Event> events = positives(before);
        int at = position(events, added);
        if (at == 0 && before.size() == History.CAPACITY) {
            return changes; // older than all that is remembered: the pairs it would widen are no longer known
        }
        for (int left = Math.max(0, at - maxGap); left < at; left++) {
            for (int right = at; right < Math.min(events.size(), left + maxGap + 1); right++) {
                widen(changes, events.get(left), events.get(right), right - left);
            }
        }
        for (int gap = 1; gap <= maxGap; gap++) {
            if (at - gap >= 0) {
                add(changes, events.get(at - gap), added, weight(gap));
            }
            if (at + gap - 1 < events.size()) {
                add(changes, added, events.get(at + gap - 1), weight(gap));
            }
        }
        return changes;
    }

    private void widen(List<Change> changes, Event older, Event newer, int gap) {
        double after = gap + 1 > maxGap ? 0 : weight(gap + 1);
        add(changes, older, newer, after - weight(gap));
    }

    private static void add(List<Change> changes, Event older, Event newer, double weight) {
        if (!older.itemId().equals(newer.itemId())) {
            changes.add(new Change(older.itemId(), newer.itemId(), weight, newer.timestampMs()));
        }
    }

    private List<Event> positives(History history) {
        List<Event> events = new ArrayList<>(history.size());
        for (int i = 0; i < history.size(); i++) {
            if (counts(history.get(i))) {
                events.add(history.get(i));
            }
        }
        return events;
    }

    private boolean counts(Event event) {
        return weights.of(event.type(), event.value()) > 0;
    }

    private static int position(List<Event> events, Event added) {
        int at = events.size();
        while (at > 0 && events.get(at - 1).compareTo(added) > 0) {
            at--;
        }
        return at;
    }

    private static double weight(int gap) {
        return 1 / Math.sqrt(gap);
    }
}
