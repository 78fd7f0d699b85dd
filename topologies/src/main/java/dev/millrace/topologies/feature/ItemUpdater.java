package dev.millrace.topologies.feature;

import dev.millrace.avro.CoVisit;
import dev.millrace.avro.ItemTouch;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemSignals;
import dev.millrace.model.features.Neighbours;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Folds touches into their item and publishes items that changed; an item taken out of the catalogue is forgotten. */
final class ItemUpdater extends ContextualProcessor<String, ItemTouch, String, Output> {

    static final String AGGREGATES = "item-aggregates";
    static final String NEIGHBOURS = "item-neighbours";
    static final String UNPUBLISHED = "unpublished-items";

    /** Twice as many neighbours are kept as are published, so that a rising one is not forgotten on its way up. */
    private static final int SLACK = 2;

    private final FeatureSettings settings;
    private final FeatureDefinitions definitions;
    private final CatalogView catalog;
    private final FeatureMetrics metrics;
    private int departures;
    private @Nullable KeyValueStore<String, ItemSignals> aggregates;
    private @Nullable KeyValueStore<String, Neighbours> neighbours;
    private @Nullable Unpublished unpublished;

    private ItemUpdater(FeatureSettings settings, CatalogView catalog, FeatureMetrics metrics) {
        this.settings = settings;
        this.definitions = settings.definitions();
        this.catalog = catalog;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Output> context) {
        super.init(context);
        aggregates = context.getStateStore(AGGREGATES);
        neighbours = context.getStateStore(NEIGHBOURS);
        unpublished = new Unpublished(context.getStateStore(UNPUBLISHED));
        context.schedule(settings.publishInterval(), PunctuationType.WALL_CLOCK_TIME, this::publish);
    }

    @Override
    public void process(Record<String, ItemTouch> record) {
        String itemId = record.key();
        ItemTouch touch = record.value();
        if (catalog.isDelisted(itemId)) {
            return;
        }
        ItemSignals signals = signalsAfter(itemId, touch);
        Neighbours around = neighboursAfter(itemId, touch.getNeighbours());
        if (signals != null) {
            Objects.requireNonNull(aggregates).put(itemId, signals);
        }
        if (around != null) {
            Objects.requireNonNull(neighbours).put(itemId, around);
        }
        int changed = (signals == null ? 0 : Unpublished.FEATURES) | (around == null ? 0 : Unpublished.NEIGHBOURS);
        Objects.requireNonNull(unpublished).mark(itemId, changed);
    }

    /** Null when the touch changes nothing about the item itself. */
    private @Nullable ItemSignals signalsAfter(String itemId, ItemTouch touch) {
        return switch (touch.getKind()) {
            case EVENT -> signals(itemId).touched(touch.getWeight(), touch.getTimestampMs(), definitions);
            case IMPRESSION -> signals(itemId).shown(touch.getTimestampMs(), definitions);
            case CLICK -> signals(itemId).clicked(touch.getTimestampMs(), definitions);
            case CO_VISIT -> null;
        };
    }

    private ItemSignals signals(String itemId) {
        ItemSignals known = Objects.requireNonNull(aggregates).get(itemId);
        return known == null ? ItemSignals.none(definitions) : known;
    }

    /** Null when there is nothing to add. */
    private @Nullable Neighbours neighboursAfter(String itemId, List<CoVisit> changes) {
        if (changes.isEmpty()) {
            return null;
        }
        Neighbours known = Objects.requireNonNull(neighbours).get(itemId);
        Neighbours after = known == null ? Neighbours.NONE : known;
        int capacity = SLACK * definitions.neighboursKept();
        for (CoVisit change : changes) {
            after = after.add(
                    change.getItemId(),
                    change.getWeight(),
                    change.getTimestampMs(),
                    definitions.neighbourHalfLifeMs(),
                    capacity);
        }
        return after;
    }

    private void publish(long nowMs) {
        List<String> gone = catalog.departuresFrom(departures);
        gone.forEach(itemId -> forget(itemId, nowMs));
        departures += gone.size();
        Unpublished waiting = Objects.requireNonNull(unpublished);
        for (KeyValue<String, Integer> changed : waiting.all()) {
            publish(changed.key, changed.value, nowMs);
            waiting.clear(changed.key);
        }
    }

    private void publish(String itemId, int changed, long nowMs) {
        if ((changed & Unpublished.FEATURES) != 0) {
            var features = Published.features(signals(itemId), definitions);
            context().forward(new Record<>(itemId, new Output.OfItem(features), nowMs));
            metrics.items.increment();
        }
        Neighbours around = Objects.requireNonNull(neighbours).get(itemId);
        if ((changed & Unpublished.NEIGHBOURS) != 0 && around != null) {
            var list = Published.neighbours(around, definitions.neighboursKept(), catalog::isDelisted);
            context().forward(new Record<>(itemId, new Output.AroundItem(list), nowMs));
            metrics.neighbours.increment();
        }
    }

    /** Of all tasks only the one that has the item does anything; a second time there is nothing left to do. */
    private void forget(String itemId, long nowMs) {
        if (!catalog.isDelisted(itemId)) {
            return; // it has come back since
        }
        if (Objects.requireNonNull(aggregates).delete(itemId) != null) {
            context().forward(new Record<>(itemId, new Output.OfItem(null), nowMs));
        }
        if (Objects.requireNonNull(neighbours).delete(itemId) != null) {
            context().forward(new Record<>(itemId, new Output.AroundItem(null), nowMs));
        }
        Objects.requireNonNull(unpublished).clear(itemId);
    }

    record Supplier(FeatureSettings settings, CatalogView catalog, FeatureMetrics metrics)
            implements ProcessorSupplier<String, ItemTouch, String, Output> {

        @Override
        public Processor<String, ItemTouch, String, Output> get() {
            return new ItemUpdater(settings, catalog, metrics);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(
                    Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(AGGREGATES),
                            Serdes.String(),
                            ItemAggregateFormat.serde(settings.definitions())),
                    Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(NEIGHBOURS),
                            Serdes.String(),
                            ItemAggregateFormat.neighboursSerde()),
                    Unpublished.storeNamed(UNPUBLISHED));
        }
    }
}
