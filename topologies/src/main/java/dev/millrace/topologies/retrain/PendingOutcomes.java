package dev.millrace.topologies.retrain;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Outcomes of one task that have not been handed on yet, one sum per model version. In a store rather than a field, so
 * that a crash between two flushes loses and repeats nothing.
 */
final class PendingOutcomes {

    private final KeyValueStore<String, Outcome> store;

    PendingOutcomes(KeyValueStore<String, Outcome> store) {
        this.store = store;
    }

    void add(Outcome outcome) {
        Outcome known = store.get(outcome.version());
        store.put(outcome.version(), known == null ? outcome : known.plus(outcome));
    }

    /** What came of one event: with one look at the store for each version, and usually they are of one. */
    void addAll(List<Outcome> outcomes) {
        Outcome sum = null;
        for (Outcome outcome : outcomes) {
            if (sum != null && !sum.version().equals(outcome.version())) {
                add(sum);
                sum = null;
            }
            sum = sum == null ? outcome : sum.plus(outcome);
        }
        if (sum != null) {
            add(sum);
        }
    }

    /** Takes everything out. */
    List<Outcome> drain() {
        List<Outcome> drained = new ArrayList<>();
        try (KeyValueIterator<String, Outcome> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<String, Outcome> entry = entries.next();
                drained.add(entry.value);
            }
        }
        drained.forEach(outcome -> store.delete(outcome.version()));
        return drained;
    }
}
