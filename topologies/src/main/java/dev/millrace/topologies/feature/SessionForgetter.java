package dev.millrace.topologies.feature;

import dev.millrace.avro.Erasure;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.topologies.processing.UnreadableState;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/** Removes all that is kept of an anonymous session that is over. */
final class SessionForgetter extends ContextualProcessor<String, Erasure, String, Output> {

    private final FeatureDefinitions definitions;
    private final UnreadableState unreadable;
    private UserStores stores;

    @SuppressWarnings("NullAway.Init") // init comes first
    private SessionForgetter(FeatureDefinitions definitions, UnreadableState unreadable) {
        this.unreadable = unreadable;
        this.definitions = definitions;
    }

    @Override
    public void init(ProcessorContext<String, Output> context) {
        super.init(context);
        stores = UserStores.of(context, definitions, unreadable);
    }

    @Override
    public void process(Record<String, Erasure> record) {
        Objects.requireNonNull(record.value(), "the end of a session without a value");
        stores.forget(record.key());
        context().forward(new Record<>(record.key(), new Output.OfUser(null), record.timestamp()));
    }

    record Supplier(FeatureDefinitions definitions, UnreadableState unreadable, Set<StoreBuilder<?>> stores)
            implements ProcessorSupplier<String, Erasure, String, Output> {

        @Override
        public Processor<String, Erasure, String, Output> get() {
            return new SessionForgetter(definitions, unreadable);
        }
    }
}
