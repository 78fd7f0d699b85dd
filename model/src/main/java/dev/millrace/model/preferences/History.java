package dev.millrace.model.preferences;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest {@value #CAPACITY} events of one user by event time, oldest first. Immutable.
 *
 * <p>Which events remain, and in which order, depends only on the set of events added, never on the order of their
 * arrival: the total order of {@link Event} decides both.
 *
 * <p>Beside each event stands when the broker took it in, where that is known: an erasure forgets what was appended
 * before it. It says nothing of the user, so that two histories of the same events are equal whenever these came.
 */
public final class History {

    public static final int CAPACITY = 100;
    public static final History EMPTY = new History(new Event[0], new long[0]);

    /** Of an event of which nobody knows when it was appended: every erasure forgets it. */
    public static final long UNKNOWN = 0;

    /**
     * An event and when the broker took it in.
     *
     * @param appendedMs epoch milliseconds; {@link #UNKNOWN} if so
     */
    public record Appended(Event event, long appendedMs) {}

    private final Event[] events;
    private final long[] appendedMs;

    private History(Event[] events, long[] appendedMs) {
        this.events = events;
        this.appendedMs = appendedMs;
    }

    /** The newest {@value #CAPACITY} of {@code events}. */
    public static History of(Collection<Event> events) {
        Event[] sorted = events.toArray(Event[]::new);
        Arrays.sort(sorted);
        return ofSorted(Arrays.copyOfRange(sorted, Math.max(0, sorted.length - CAPACITY), sorted.length));
    }

    private static History ofSorted(Event[] events) {
        return new History(events, new long[events.length]);
    }

    /** For the codec, which checks the order itself. */
    static History ofSorted(Event[] events, long[] appendedMs) {
        return new History(events, appendedMs);
    }

    /** As {@link #add(Event, long)}, of an event of which nobody knows when it was appended. */
    public History add(Event event) {
        return add(event, UNKNOWN);
    }

    /** This history and one more event; the same instance when the event is older than all of a full history. */
    public History add(Event event, long appended) {
        int size = events.length;
        int at = size;
        while (at > 0 && events[at - 1].compareTo(event) > 0) {
            at--;
        }
        if (size == CAPACITY && at == 0) {
            return this;
        }
        int dropped = size == CAPACITY ? 1 : 0;
        Event[] next = new Event[size + 1 - dropped];
        System.arraycopy(events, dropped, next, 0, at - dropped);
        next[at - dropped] = event;
        System.arraycopy(events, at, next, at - dropped + 1, size - at);
        long[] nextAppended = new long[next.length];
        System.arraycopy(appendedMs, dropped, nextAppended, 0, at - dropped);
        nextAppended[at - dropped] = appended;
        System.arraycopy(appendedMs, at, nextAppended, at - dropped + 1, size - at);
        return new History(next, nextAppended);
    }

    /** When event {@code i} was appended, epoch milliseconds; {@link #UNKNOWN} if so. */
    public long appendedMs(int i) {
        return appendedMs[i];
    }

    /** The events that were appended later, oldest first by event time. */
    public List<Appended> appendedAfter(long ms) {
        List<Appended> later = new ArrayList<>();
        for (int i = 0; i < events.length; i++) {
            if (appendedMs[i] > ms) {
                later.add(new Appended(events[i], appendedMs[i]));
            }
        }
        return later;
    }

    /** The event that {@link #add} leaves out to make room, {@code event} itself if it is the oldest; null for none. */
    public @Nullable Event dropped(Event event) {
        if (events.length < CAPACITY) {
            return null;
        }
        return event.compareTo(events[0]) < 0 ? event : events[0];
    }

    /**
     * How many more repeats there are with an event that is to be added, a repeat being an event later than the first
     * one on its item. A late event that becomes the first makes repeats of those that were: so the sum depends on the
     * set of events only, as far as they are remembered.
     */
    public int repeats(Event added, EventWeights weights) {
        long firstMs = Long.MAX_VALUE;
        int atFirst = 0;
        for (Event event : events) {
            if (event.itemId().equals(added.itemId()) && weights.of(event.type(), event.value()) > 0) {
                firstMs = Math.min(firstMs, event.timestampMs());
                atFirst += event.timestampMs() == firstMs ? 1 : 0;
            }
        }
        return added.timestampMs() > firstMs ? 1 : added.timestampMs() < firstMs ? atFirst : 0;
    }

    public int size() {
        return events.length;
    }

    public boolean isEmpty() {
        return events.length == 0;
    }

    /** Event {@code i}, oldest first. */
    public Event get(int i) {
        return events[i];
    }

    /** All events, oldest first. */
    public List<Event> events() {
        return List.of(events);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof History history && Arrays.equals(events, history.events);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(events);
    }

    @Override
    public String toString() {
        return "History" + Arrays.toString(events);
    }
}
