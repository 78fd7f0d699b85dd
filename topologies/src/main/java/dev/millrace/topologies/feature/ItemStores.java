package dev.millrace.topologies.feature;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemSignals;
import dev.millrace.model.features.Neighbours;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The state of the items of one task. */
record ItemStores(
        KeyValueStore<String, ItemSignals> aggregates,
        KeyValueStore<String, Neighbours> neighbours,
        KeyValueStore<String, PendingTouches> pending,
        FeatureDefinitions definitions) {

    static final String AGGREGATES = "item-aggregates";
    static final String NEIGHBOURS = FeatureTopology.NEIGHBOURS_STORE;

    static Set<StoreBuilder<?>> builders(FeatureDefinitions definitions) {
        return Set.of(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(AGGREGATES),
                        Serdes.String(),
                        ItemAggregateFormat.serde(definitions)),
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(NEIGHBOURS),
                        Serdes.String(),
                        ItemAggregateFormat.neighboursSerde()),
                // In memory, for it holds one interval; changelogged, so that a crash loses none of them.
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(ItemUpdater.PENDING), Serdes.String(), PendingTouches.serde()));
    }

    static ItemStores of(ProcessingContext context, FeatureDefinitions definitions) {
        return new ItemStores(
                context.getStateStore(AGGREGATES),
                context.getStateStore(NEIGHBOURS),
                context.getStateStore(ItemUpdater.PENDING),
                definitions);
    }

    PendingTouches pendingOf(String itemId) {
        PendingTouches known = pending.get(itemId);
        return known == null ? PendingTouches.none(0) : known;
    }

    List<KeyValue<String, PendingTouches>> allPending() {
        List<KeyValue<String, PendingTouches>> all = new ArrayList<>();
        try (KeyValueIterator<String, PendingTouches> each = pending.all()) {
            each.forEachRemaining(all::add);
        }
        return all;
    }

    ItemState state(String itemId) {
        ItemSignals known = aggregates.get(itemId);
        Neighbours around = neighbours.get(itemId);
        return new ItemState(
                known == null ? ItemSignals.none(definitions) : known, around == null ? Neighbours.NONE : around);
    }
}
