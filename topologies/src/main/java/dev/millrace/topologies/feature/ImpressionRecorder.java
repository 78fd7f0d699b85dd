package dev.millrace.topologies.feature;

import dev.millrace.avro.Impression;
import dev.millrace.model.features.ShownItems;
import dev.millrace.model.features.ShownItems.Shown;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** Remembers what a user was shown and tells the items; also of clicks whose event came before the impression. */
final class ImpressionRecorder extends ContextualProcessor<String, Impression, String, Output> {

    /** Where its touches are stored. */
    private static final int OUTGOING = 1;

    private final int partitions;
    private final FeatureSettings settings;
    private final FeatureMetrics metrics;
    private @Nullable UserStores stores;
    private @Nullable OutgoingTouches touches;

    private ImpressionRecorder(int partitions, FeatureSettings settings, FeatureMetrics metrics) {
        this.partitions = partitions;
        this.settings = settings;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Output> context) {
        super.init(context);
        stores = UserStores.of(context, settings.definitions());
        touches = OutgoingTouches.of(context, OUTGOING, partitions, settings.atOnce());
        context.schedule(
                OutgoingTouches.MOMENT, PunctuationType.WALL_CLOCK_TIME, nowMs -> Objects.requireNonNull(touches)
                        .send(nowMs));
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
        OutgoingTouches out = Objects.requireNonNull(touches);
        for (String itemId : new LinkedHashSet<>(impression.getItemIds())) {
            out.add(itemId, Touches.impression(impression.getTimestampMs()));
            metrics.impressions.increment();
        }
        for (Shown click : seen.clicked()) {
            out.add(click.itemId(), Touches.click(click));
            metrics.clicks.increment();
        }
        out.keep();
    }

    record Supplier(int partitions, FeatureSettings settings, FeatureMetrics metrics, Set<StoreBuilder<?>> stores)
            implements ProcessorSupplier<String, Impression, String, Output> {

        @Override
        public Processor<String, Impression, String, Output> get() {
            return new ImpressionRecorder(partitions, settings, metrics);
        }
    }
}
