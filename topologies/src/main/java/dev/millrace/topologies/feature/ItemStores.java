package dev.millrace.topologies.feature;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemSignals;
import dev.millrace.model.features.Neighbours;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The state of the items of one task. */
record ItemStores(
        KeyValueStore<String, ItemSignals> aggregates,
        KeyValueStore<String, Neighbours> neighbours,
        TouchQueue waiting,
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
                TouchQueue.builder());
    }

    static ItemStores of(ProcessingContext context, FeatureDefinitions definitions) {
        return new ItemStores(
                context.getStateStore(AGGREGATES),
                context.getStateStore(NEIGHBOURS),
                new TouchQueue(context.getStateStore(FeatureTopology.WAITING_STORE)),
                definitions);
    }

    ItemState state(String itemId) {
        ItemSignals known = aggregates.get(itemId);
        Neighbours around = neighbours.get(itemId);
        return new ItemState(
                known == null ? ItemSignals.none(definitions) : known, around == null ? Neighbours.NONE : around);
    }
}
