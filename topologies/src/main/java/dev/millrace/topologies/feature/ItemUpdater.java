package dev.millrace.topologies.feature;

import dev.millrace.avro.ItemTouch;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemSignals;
import dev.millrace.model.features.Neighbours;
import dev.millrace.topologies.processing.PunctuatedProcessor;
import dev.millrace.topologies.processing.UnreadableState;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Collects touches, and once per interval folds those of an item into its state and publishes it. An item taken out of
 * the catalogue is forgotten.
 */
final class ItemUpdater extends PunctuatedProcessor<Integer, byte[], String, Output> {

    private final FeatureSettings settings;
    private final FeatureDefinitions definitions;
    private final CatalogView catalog;
    private final FeatureMetrics metrics;
    private final UnreadableState unreadable;
    private int departures;
    private @Nullable ItemStores stores;
    private @Nullable Turns turns;
    private @Nullable Wake turning;
    private Strangers strangers = new Strangers();
    private boolean strangersKnown;

    private ItemUpdater(
            FeatureSettings settings, CatalogView catalog, FeatureMetrics metrics, UnreadableState unreadable) {
        this.unreadable = unreadable;
        this.settings = settings;
        this.definitions = settings.definitions();
        this.catalog = catalog;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Output> context) {
        super.init(context);
        stores = ItemStores.of(context, definitions, unreadable);
        strangers = new Strangers();
        strangersKnown = false;
        departures = 0; // begun again after a failure, the last ones may have been undone
        turns = new Turns(settings.lookEvery(), context.currentSystemTimeMs());
        turning = wake(this::publishInTurn);
        scheduleWhatWaits();
        every(settings.lookEvery(), this::forgetDepartures);
    }

    @Override
    public void process(Record<Integer, byte[]> record) {
        long nowMs = context().currentSystemTimeMs();
        if (settings.atOnce()) {
            TouchBatch.check(record.value());
            for (var batch = new TouchBatch(record.value()); batch.hasNext(); ) {
                publish(batch.itemId(), List.of(batch.touch()), nowMs);
            }
            return;
        }
        TouchQueue waiting = Objects.requireNonNull(stores).waiting();
        waiting.add(record.value());
        if (waiting.isFull()) {
            publish(waiting.oldest(), nowMs);
        }
        scheduleWhatWaits();
    }

    private void scheduleWhatWaits() {
        Wake turn = Objects.requireNonNull(turning);
        if (!turn.isPending() && !Objects.requireNonNull(stores).waiting().isEmpty()) {
            Objects.requireNonNull(turns).begin(context().currentSystemTimeMs());
            turn.in(Turns.turn(settings.lookEvery()));
        }
    }

    private void forgetDepartures(long nowMs) {
        List<String> gone = catalog.departuresFrom(departures);
        gone.forEach(itemId -> forget(itemId, nowMs));
        departures += gone.size();
        lookAfterStrangers(nowMs);
    }

    private void publishInTurn(long nowMs) {
        forgetDepartures(nowMs);
        for (int turn : Objects.requireNonNull(turns).take(nowMs)) {
            publish(turn, nowMs);
        }
        scheduleWhatWaits();
    }

    private void publish(int turn, long nowMs) {
        Objects.requireNonNull(stores)
                .waiting()
                .take(turn)
                .forEach((itemId, touches) -> publish(itemId, touches, nowMs));
    }

    private void publish(String itemId, List<ItemTouch> touches, long nowMs) {
        if (catalog.isDelisted(itemId)) {
            return;
        }
        ItemStores items = Objects.requireNonNull(stores);
        boolean held = isHeldBack(itemId);
        ItemState before = items.state(itemId);
        ItemState after = before.after(touches, definitions);
        if (after.signals() != before.signals()) {
            items.aggregates().put(itemId, after.signals());
            if (!held) {
                publish(itemId, after.signals(), nowMs);
            }
        }
        if (after.neighbours() != before.neighbours()) {
            items.neighbours().put(itemId, after.neighbours());
            if (!held) {
                publish(itemId, after.neighbours(), nowMs);
            }
        }
        long newestMs =
                touches.stream().mapToLong(ItemTouch::getTimestampMs).max().orElse(Long.MIN_VALUE);
        if (held) {
            strangers.touched(itemId, newestMs);
        } else {
            strangers.now(newestMs);
        }
    }

    private void publish(String itemId, ItemSignals signals, long nowMs) {
        var features = Published.features(signals, definitions);
        context().forward(new Record<>(itemId, new Output.OfItem(features), nowMs));
        metrics.items.increment();
    }

    private void publish(String itemId, Neighbours neighbours, long nowMs) {
        var list = Published.neighbours(
                neighbours, definitions.neighboursKept(), other -> catalog.isDelisted(other) || isHeldBack(other));
        context().forward(new Record<>(itemId, new Output.AroundItem(list), nowMs));
        metrics.neighbours.increment();
    }

    private boolean isHeldBack(String itemId) {
        return settings.catalogOnly() && catalog.isStranger(itemId);
    }

    /** Publishes those that have come into the catalogue, and forgets those that have not for too long. */
    private void lookAfterStrangers(long nowMs) {
        if (!settings.catalogOnly()) {
            return;
        }
        ItemStores items = Objects.requireNonNull(stores);
        if (!strangersKnown) {
            strangersKnown = true;
            items.rememberStrangers(strangers, catalog);
        }
        for (String itemId : strangers.admitted(catalog)) {
            ItemSignals signals = items.aggregates().get(itemId);
            if (signals != null) {
                publish(itemId, signals, nowMs);
            }
            Neighbours neighbours = items.neighbours().get(itemId);
            if (neighbours != null) {
                publish(itemId, neighbours, nowMs);
            }
        }
        strangers.expired().forEach(itemId -> drop(itemId, nowMs));
    }

    /** Of all tasks only the one that has the item does anything; a second time there is nothing left to do. */
    private void forget(String itemId, long nowMs) {
        if (!catalog.isDelisted(itemId)) {
            return; // it has come back since
        }
        drop(itemId, nowMs);
    }

    private void drop(String itemId, long nowMs) {
        ItemStores items = Objects.requireNonNull(stores);
        if (items.aggregates().delete(itemId)) {
            context().forward(new Record<>(itemId, new Output.OfItem(null), nowMs));
        }
        if (items.neighbours().delete(itemId)) {
            context().forward(new Record<>(itemId, new Output.AroundItem(null), nowMs));
        }
    }

    record Supplier(FeatureSettings settings, CatalogView catalog, FeatureMetrics metrics, UnreadableState unreadable)
            implements ProcessorSupplier<Integer, byte[], String, Output> {

        @Override
        public Processor<Integer, byte[], String, Output> get() {
            return new ItemUpdater(settings, catalog, metrics, unreadable);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return ItemStores.builders();
        }
    }
}
