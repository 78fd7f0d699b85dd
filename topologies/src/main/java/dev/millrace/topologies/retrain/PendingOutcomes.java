package dev.millrace.topologies.retrain;

import dev.millrace.topologies.processing.KeptState;
import dev.millrace.topologies.processing.UnreadableState;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Outcomes of one task that have not been handed on yet, one sum per model version. In a store rather than a field, so
 * that a crash between two flushes loses and repeats nothing.
 */
final class PendingOutcomes {

    private final KeptState<String, Outcome> store;

    PendingOutcomes(KeptState<String, Outcome> store) {
        this.store = store;
    }

    static PendingOutcomes of(ProcessingContext context, UnreadableState unreadable) {
        return new PendingOutcomes(
                KeptState.of(context, RetrainTopology.PENDING_OUTCOMES, StateSerdes.OUTCOMES, unreadable));
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
        store.all().forEach(entry -> drained.add(entry.value));
        drained.forEach(outcome -> store.delete(outcome.version()));
        return drained;
    }
}
