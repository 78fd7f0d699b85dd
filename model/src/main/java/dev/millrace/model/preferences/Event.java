package dev.millrace.model.preferences;

import java.util.Comparator;
import java.util.Objects;

/**
 * One interaction as a user's history keeps it. Ordered by event time, then item, type and value, so that any order of
 * arrival sorts into the same history.
 *
 * @param value stars, quantity …; 1 where the event carried none
 * @param timestampMs event time, epoch milliseconds
 */
public record Event(String itemId, String type, float value, long timestampMs) implements Comparable<Event> {

    private static final Comparator<Event> ORDER = Comparator.comparingLong(Event::timestampMs)
            .thenComparing(Event::itemId)
            .thenComparing(Event::type)
            .thenComparing(Event::value);

    public Event {
        Objects.requireNonNull(itemId, "itemId");
        Objects.requireNonNull(type, "type");
    }

    @Override
    public int compareTo(Event other) {
        return ORDER.compare(this, other);
    }
}
