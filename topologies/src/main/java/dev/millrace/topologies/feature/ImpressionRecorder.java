package dev.millrace.topologies.feature;

import dev.millrace.avro.Impression;
import dev.millrace.model.features.ShownItems;
import dev.millrace.model.features.ShownItems.Shown;
import dev.millrace.topologies.processing.PunctuatedProcessor;
import dev.millrace.topologies.processing.UnreadableState;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** Remembers what a user was shown and tells the items; also of clicks whose event came before the impression. */
final class ImpressionRecorder extends PunctuatedProcessor<String, Impression, String, Output> {

    /** Where its touches are stored. */
    private static final int OUTGOING = 1;

    private final int partitions;
    private final FeatureSettings settings;
    private final FeatureMetrics metrics;
    private final UnreadableState unreadable;
    private @Nullable UserStores stores;
    private @Nullable OutgoingTouches touches;
    private @Nullable Wake sending;

    private ImpressionRecorder(
            int partitions, FeatureSettings settings, FeatureMetrics metrics, UnreadableState unreadable) {
        this.unreadable = unreadable;
        this.partitions = partitions;
        this.settings = settings;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Output> context) {
        super.init(context);
        stores = UserStores.of(context, settings.definitions(), unreadable);
        touches = OutgoingTouches.of(context, OUTGOING, partitions, settings.atOnce(), unreadable);
        sending = wake(this::send);
        scheduleWhatWaits();
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
        scheduleWhatWaits();
    }

    private void scheduleWhatWaits() {
        if (!Objects.requireNonNull(touches).isEmpty()) {
            Objects.requireNonNull(sending).in(OutgoingTouches.MOMENT);
        }
    }

    private void send(long nowMs) {
        Objects.requireNonNull(touches).send(nowMs);
        scheduleWhatWaits();
    }

    record Supplier(
            int partitions,
            FeatureSettings settings,
            FeatureMetrics metrics,
            UnreadableState unreadable,
            Set<StoreBuilder<?>> stores)
            implements ProcessorSupplier<String, Impression, String, Output> {

        @Override
        public Processor<String, Impression, String, Output> get() {
            return new ImpressionRecorder(partitions, settings, metrics, unreadable);
        }
    }
}
