package dev.millrace.benchmarks.rig;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What was seen on the topics and when, by {@link System#nanoTime}: written by a {@link Watch}, joined afterwards. */
public final class Sightings {

    private static final long LOOK_EVERY_NANOS = 50_000_000;

    private final Map<Integer, Event> events = new HashMap<>();
    private final Map<Integer, List<Scored>> candidates = new HashMap<>();
    private final Map<Key, Shown> lists = new HashMap<>();
    private final AtomicLong count = new AtomicLong();

    /** An event on {@code interactions.valid}. */
    record Event(int user, long offset, long nanos) {}

    /** Candidates made of a user's events up to an offset. */
    record Scored(long asOf, long nanos) {}

    /** A list made of a user's events up to an offset. */
    record Key(int user, long asOf) {}

    /** When a list could be read, also by the wall clock. */
    record Shown(long nanos, long epochMs) {}

    void event(int number, int user, long offset, long nanos) {
        synchronized (events) {
            events.put(number, new Event(user, offset, nanos));
        }
        count.incrementAndGet();
    }

    void candidates(int user, long asOf, long nanos) {
        synchronized (candidates) {
            candidates.computeIfAbsent(user, unseen -> new ArrayList<>()).add(new Scored(asOf, nanos));
        }
        count.incrementAndGet();
    }

    void list(int user, long asOf, long nanos, long epochMs) {
        synchronized (lists) {
            lists.putIfAbsent(new Key(user, asOf), new Shown(nanos, epochMs));
        }
        count.incrementAndGet();
    }

    /** Something made without an event: no answer to any, though an event that changed nothing has the same offset. */
    void background() {
        count.incrementAndGet();
    }

    /**
     * Waits until every event that was sent has been seen and nothing more comes: then all lists are there that will
     * be.
     *
     * @param quietNanos how long nothing must have come
     * @param patienceNanos when to give up
     * @param check called at every look; throws when waiting is pointless
     */
    public void await(OpenLoop.Sent sent, long quietNanos, long patienceNanos, Runnable check) {
        long begun = System.nanoTime();
        long moved = begun;
        long last = count.get();
        for (long now = begun; now - begun < patienceNanos; now = System.nanoTime()) {
            if (now - moved >= quietNanos && haveSeen(sent)) {
                return;
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            check.run();
            long current = count.get();
            if (current != last) {
                last = current;
                moved = System.nanoTime();
            }
        }
    }

    private boolean haveSeen(OpenLoop.Sent sent) {
        synchronized (events) {
            for (int i = 0; i < sent.count(); i++) {
                if (!events.containsKey(sent.events().first() + i)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Lists seen. */
    public int lists() {
        synchronized (lists) {
            return lists.size();
        }
    }

    /** What became of the events that were sent; to be called when nothing comes any more. */
    public Answers answersTo(OpenLoop.Sent sent) {
        long now = System.nanoTime();
        Answers answers = new Answers();
        for (int i = 0; i < sent.count(); i++) {
            Event event = events.get(sent.events().first() + i);
            Scored scored = event == null ? null : scoredWith(event);
            if (event == null || scored == null) {
                answers.unanswered(now - sent.dueNanos()[i]);
                continue;
            }
            Shown shown = lists.get(new Key(event.user(), scored.asOf()));
            if (shown == null) {
                answers.unchanged();
            } else {
                answers.answered(sent.dueNanos()[i], sent.appendedMs()[i], event.nanos(), scored.nanos(), shown);
            }
        }
        return answers;
    }

    /** The first candidates that take an event in. */
    private @Nullable Scored scoredWith(Event event) {
        for (Scored scored : candidates.getOrDefault(event.user(), List.of())) {
            if (scored.asOf() >= event.offset()) {
                return scored;
            }
        }
        return null;
    }
}
