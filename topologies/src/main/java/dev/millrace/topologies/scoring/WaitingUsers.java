package dev.millrace.topologies.scoring;

import dev.millrace.topologies.processing.KeptState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * The users of one task whose state changed and who have not been scored since, in the order in which they came. The
 * store has the same users, so that a crash forgets none of them.
 */
final class WaitingUsers {

    private final KeptState<String, Waiter> store;
    private final Map<String, Turn> turns = new LinkedHashMap<>();
    private final ScoringMetrics metrics;

    /** A waiter, not to be scored before a moment. */
    private record Turn(Waiter waiter, long notBefore) {}

    /** Finds the users whom an earlier run left waiting. */
    WaitingUsers(KeptState<String, Waiter> store, long nowNanos, ScoringMetrics metrics) {
        this.store = store;
        this.metrics = metrics;
        List<KeyValue<String, Waiter>> left = new ArrayList<>(store.all());
        left.sort(Comparator.comparingLong(user -> user.value.offset()));
        left.forEach(user -> turns.put(user.key, new Turn(user.value, nowNanos)));
        metrics.waiting(left.size());
    }

    /**
     * A user who waits already keeps the turn.
     *
     * @param fromNanos not to be scored before
     * @param headers of the event; those of an earlier one are kept where it has none
     */
    void add(String user, long offset, long fromNanos, Headers headers) {
        Turn known = turns.get(user);
        if (known == null) {
            put(user, new Turn(new Waiter(offset, headers), fromNanos));
            metrics.waiting(1);
        } else if (headers.toArray().length > 0) {
            put(user, new Turn(new Waiter(known.waiter().offset(), headers), known.notBefore()));
        }
    }

    private void put(String user, Turn turn) {
        turns.put(user, turn);
        store.put(user, turn.waiter());
    }

    /** What goes on with this user's list. */
    Headers headers(String user) {
        Turn known = turns.get(user);
        return known == null ? new RecordHeaders() : known.waiter().headers();
    }

    void remove(String user) {
        if (turns.remove(user) != null) {
            store.delete(user);
            metrics.waiting(-1);
        }
    }

    boolean contains(String user) {
        return turns.containsKey(user);
    }

    boolean isEmpty() {
        return turns.isEmpty();
    }

    /** Who has waited longest, once it is that user's time. */
    @Nullable
    String due(long nowNanos) {
        Iterator<Map.Entry<String, Turn>> users = turns.entrySet().iterator();
        if (!users.hasNext()) {
            return null;
        }
        Map.Entry<String, Turn> oldest = users.next();
        return oldest.getValue().notBefore() - nowNanos <= 0 ? oldest.getKey() : null;
    }

    /** Forgets the users here, not in the store: whoever gets the task next finds them there. */
    void close() {
        metrics.waiting(-turns.size());
        turns.clear();
    }
}
