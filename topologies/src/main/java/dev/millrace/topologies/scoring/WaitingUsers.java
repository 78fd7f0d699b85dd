package dev.millrace.topologies.scoring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The users of one task whose state changed and who have not been scored since, in the order in which they came. The
 * store has the same users, so that a crash forgets none of them; its value is the offset that made the user wait.
 */
final class WaitingUsers {

    private final KeyValueStore<String, Long> store;
    private final Map<String, Long> notBefore = new LinkedHashMap<>();
    private final ScoringMetrics metrics;

    /** Finds the users whom an earlier run left waiting. */
    WaitingUsers(KeyValueStore<String, Long> store, long nowNanos, ScoringMetrics metrics) {
        this.store = store;
        this.metrics = metrics;
        List<KeyValue<String, Long>> left = new ArrayList<>();
        try (KeyValueIterator<String, Long> users = store.all()) {
            users.forEachRemaining(left::add);
        }
        left.sort(Comparator.comparingLong(user -> user.value));
        left.forEach(user -> notBefore.put(user.key, nowNanos));
        metrics.waiting(left.size());
    }

    /** @param fromNanos not to be scored before; counts only for a user who does not wait already */
    void add(String user, long offset, long fromNanos) {
        if (notBefore.putIfAbsent(user, fromNanos) == null) {
            store.put(user, offset);
            metrics.waiting(1);
        }
    }

    void remove(String user) {
        if (notBefore.remove(user) != null) {
            store.delete(user);
            metrics.waiting(-1);
        }
    }

    boolean contains(String user) {
        return notBefore.containsKey(user);
    }

    boolean isEmpty() {
        return notBefore.isEmpty();
    }

    /** Who has waited longest, once it is that user's time. */
    @Nullable
    String due(long nowNanos) {
        Iterator<Map.Entry<String, Long>> users = notBefore.entrySet().iterator();
        if (!users.hasNext()) {
            return null;
        }
        Map.Entry<String, Long> oldest = users.next();
        return oldest.getValue() - nowNanos <= 0 ? oldest.getKey() : null;
    }

    /** Forgets the users here, not in the store: whoever gets the task next finds them there. */
    void close() {
        metrics.waiting(-notBefore.size());
        notBefore.clear();
    }
}
