package dev.millrace.topologies.feature;

import dev.millrace.model.features.FeatureDefinitions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Collects touches, and at every interval folds those of an item into its state and publishes it. An item taken out of
 * the catalogue is forgotten.
 */
final class ItemUpdater extends ContextualProcessor<String, byte[], String, Output> {

    static final String PENDING = FeatureTopology.PENDING_STORE;

    private final FeatureSettings settings;
    private final FeatureDefinitions definitions;
    private final CatalogView catalog;
    private final FeatureMetrics metrics;
    private int departures;
    private @Nullable ItemStores stores;

    private ItemUpdater(FeatureSettings settings, CatalogView catalog, FeatureMetrics metrics) {
        this.settings = settings;
        this.definitions = settings.definitions();
        this.catalog = catalog;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Output> context) {
        super.init(context);
        stores = ItemStores.of(context, definitions);
        context.schedule(settings.lookEvery(), PunctuationType.WALL_CLOCK_TIME, this::publish);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        ItemStores items = Objects.requireNonNull(stores);
        String itemId = record.key();
        if (catalog.isDelisted(itemId)) {
            return;
        }
        PendingTouches waiting = items.pendingOf(itemId);
        if (settings.atOnce()) {
            publish(itemId, waiting.with(record.value()), context().currentSystemTimeMs());
            items.pending().delete(itemId);
            return;
        }
        if (waiting.isFull()) {
            ItemState before = items.state(itemId);
            ItemState after = before.after(waiting.touches(), definitions);
            waiting = PendingTouches.none(waiting.folded() | save(itemId, before, after));
        }
        items.pending().put(itemId, waiting.with(record.value()));
    }

    private void publish(long nowMs) {
        ItemStores items = Objects.requireNonNull(stores);
        List<String> gone = catalog.departuresFrom(departures);
        gone.forEach(itemId -> forget(itemId, nowMs));
        departures += gone.size();
        for (KeyValue<String, PendingTouches> item : items.allPending()) {
            publish(item.key, item.value, nowMs);
            items.pending().delete(item.key);
        }
    }

    private void publish(String itemId, PendingTouches waiting, long nowMs) {
        ItemState before = Objects.requireNonNull(stores).state(itemId);
        ItemState after = before.after(waiting.touches(), definitions);
        int changed = waiting.folded() | save(itemId, before, after);
        if ((changed & PendingTouches.FEATURES) != 0) {
            var features = Published.features(after.signals(), definitions);
            context().forward(new Record<>(itemId, new Output.OfItem(features), nowMs));
            metrics.items.increment();
        }
        if ((changed & PendingTouches.NEIGHBOURS) != 0) {
            var list = Published.neighbours(after.neighbours(), definitions.neighboursKept(), catalog::isDelisted);
            context().forward(new Record<>(itemId, new Output.AroundItem(list), nowMs));
            metrics.neighbours.increment();
        }
    }

    /** Writes what has changed and says what that was. */
    private int save(String itemId, ItemState before, ItemState after) {
        ItemStores items = Objects.requireNonNull(stores);
        int changed = 0;
        if (after.signals() != before.signals()) {
            items.aggregates().put(itemId, after.signals());
            changed |= PendingTouches.FEATURES;
        }
        if (after.neighbours() != before.neighbours()) {
            items.neighbours().put(itemId, after.neighbours());
            changed |= PendingTouches.NEIGHBOURS;
        }
        return changed;
    }

    /** Of all tasks only the one that has the item does anything; a second time there is nothing left to do. */
    private void forget(String itemId, long nowMs) {
        if (!catalog.isDelisted(itemId)) {
            return; // it has come back since
        }
        ItemStores items = Objects.requireNonNull(stores);
        items.pending().delete(itemId);
        if (items.aggregates().delete(itemId) != null) {
            context().forward(new Record<>(itemId, new Output.OfItem(null), nowMs));
        }
        if (items.neighbours().delete(itemId) != null) {
            context().forward(new Record<>(itemId, new Output.AroundItem(null), nowMs));
        }
    }

    record Supplier(FeatureSettings settings, CatalogView catalog, FeatureMetrics metrics)
            implements ProcessorSupplier<String, byte[], String, Output> {

        @Override
        public Processor<String, byte[], String, Output> get() {
            return new ItemUpdater(settings, catalog, metrics);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return ItemStores.builders(settings.definitions());
        }
    }
}
