package dev.millrace.topologies.feature;

import dev.millrace.avro.Impression;
import dev.millrace.model.features.ShownItems;
import dev.millrace.model.features.ShownItems.Shown;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** Remembers what a user was shown and tells the items; also of clicks whose event came before the impression. */
final class ImpressionRecorder extends ContextualProcessor<String, Impression, String, Output> {

    private final FeatureSettings settings;
    private final FeatureMetrics metrics;
    private @Nullable UserStores stores;

    private ImpressionRecorder(FeatureSettings settings, FeatureMetrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Output> context) {
        super.init(context);
        stores = UserStores.of(context, settings.definitions());
    }

    @Override
    public void process(Record<String, Impression> record) {
        UserStores users = Objects.requireNonNull(stores);
        String userId = record.key();
        Impression impression = record.value();
        ShownItems.Update seen = users.shownTo(userId)
                .shown(
                        impression.getItemIds(),
                        impression.getTimestampMs(),
                        users.signals(userId).history(),
                        settings.weights(),
                        settings.definitions());

        users.shown().put(userId, seen.after());
        for (String itemId : new LinkedHashSet<>(impression.getItemIds())) {
            var touch = new Output.Touch(Touches.impression(impression.getTimestampMs()));
            context().forward(new Record<>(itemId, touch, record.timestamp()));
            metrics.impressions.increment();
        }
        for (Shown click : seen.clicked()) {
            context().forward(new Record<>(click.itemId(), new Output.Touch(Touches.click(click)), record.timestamp()));
            metrics.clicks.increment();
        }
    }

    record Supplier(FeatureSettings settings, FeatureMetrics metrics, Set<StoreBuilder<?>> stores)
            implements ProcessorSupplier<String, Impression, String, Output> {

        @Override
        public Processor<String, Impression, String, Output> get() {
            return new ImpressionRecorder(settings, metrics);
        }
    }
}
