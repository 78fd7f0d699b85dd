package dev.millrace.topologies.publisher;

import dev.millrace.avro.Recommendations;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Withdraws the list of a user who is to be forgotten: deletes it here and publishes a tombstone. */
final class UserForgetter<V> extends ContextualProcessor<String, V, String, Recommendations> {

    private final PublisherMetrics metrics;
    private KeyValueStore<String, StoredList> published;
    private KeyValueStore<String, Recommendations> waiting;

    @SuppressWarnings("NullAway.Init") // the stores come with init
    UserForgetter(PublisherMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Recommendations> context) {
        super.init(context);
        published = context.getStateStore(PublisherTopology.PUBLISHED_STORE);
        waiting = context.getStateStore(PublisherTopology.WAITING_STORE);
    }

    @Override
    @SuppressWarnings("NullAway") // a tombstone is a null value
    public void process(Record<String, V> record) {
        waiting.delete(record.key());
        if (published.delete(record.key()) != null) {
            metrics.forgotten();
        }
        // Without looking at the store: the topic must forget what an earlier incarnation of this app wrote, too.
        context().forward(record.withValue((Recommendations) null));
    }
}
