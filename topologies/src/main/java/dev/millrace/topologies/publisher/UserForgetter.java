package dev.millrace.topologies.publisher;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Erasure;
import dev.millrace.avro.Recommendations;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.topologies.erasure.ErasureHorizons;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Withdraws the list of a user who is to be forgotten: deletes it here and publishes a tombstone. */
final class UserForgetter<V> extends ContextualProcessor<String, V, String, Recommendations> {

    private final BiPredicate<ErasureHorizons, Record<String, V>> due;
    private final PublisherMetrics metrics;
    private KeyValueStore<String, StoredList> published;
    private KeyValueStore<String, byte[]> waiting;
    private ErasureHorizons horizons;
    private Cancellable expiry;

    @SuppressWarnings("NullAway.Init") // the stores come with init
    private UserForgetter(BiPredicate<ErasureHorizons, Record<String, V>> due, PublisherMetrics metrics) {
        this.due = due;
        this.metrics = metrics;
    }

    /**
     * On an erasure. The list stays when it was made by a scoring that knew of this erasure: lists and erasures come on
     * two topics, and the list of the user who begins anew may come first.
     */
    static UserForgetter<Erasure> erased(PublisherMetrics metrics) {
        return new UserForgetter<>(
                (horizons, erasure) -> horizons.raise(erasure.key(), ErasureHorizons.horizonOf(erasure)), metrics);
    }

    /** On candidates that scoring withdraws. */
    static UserForgetter<Candidates> withdrawn(PublisherMetrics metrics) {
        return new UserForgetter<>(
                (horizons, withdrawal) -> {
                    horizons.raise(withdrawal.key(), MillraceHeaders.erasedMs(withdrawal.headers()));
                    return true;
                },
                metrics);
    }

    /** At the end of an anonymous session. */
    static UserForgetter<Erasure> ended(PublisherMetrics metrics) {
        return new UserForgetter<>(
                (horizons, ended) -> {
                    Objects.requireNonNull(ended.value(), "the end of a session without a value");
                    return true;
                },
                metrics);
    }

    @Override
    public void init(ProcessorContext<String, Recommendations> context) {
        super.init(context);
        published = context.getStateStore(PublisherTopology.PUBLISHED_STORE);
        waiting = context.getStateStore(PublisherTopology.WAITING_STORE);
        horizons = ErasureHorizons.of(context);
        expiry = horizons.expire(context);
    }

    @Override
    @SuppressWarnings("NullAway") // a tombstone is a null value
    public void process(Record<String, V> record) {
        if (!due.test(horizons, record)) {
            return;
        }
        ErasureHorizons.drop(waiting, record.key());
        if (published.delete(record.key()) != null) {
            metrics.forgotten();
        }
        // Without looking at the store: the topic must forget what an earlier incarnation of this app wrote, too.
        context().forward(record.withValue((Recommendations) null));
    }

    @Override
    public void close() {
        expiry.cancel();
    }
}
