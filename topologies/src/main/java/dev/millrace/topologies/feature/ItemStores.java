package dev.millrace.topologies.feature;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemSignals;
import dev.millrace.model.features.Neighbours;
import dev.millrace.schemas.FaultLimit;
import dev.millrace.topologies.processing.KeptState;
import dev.millrace.topologies.processing.UnreadableState;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The state of the items of one task. */
record ItemStores(
        KeptState<String, ItemSignals> aggregates,
        KeptState<String, Neighbours> neighbours,
        TouchQueue waiting,
        FeatureDefinitions definitions) {

    static final String AGGREGATES = "item-aggregates";
    static final String NEIGHBOURS = FeatureTopology.NEIGHBOURS_STORE;

    static Set<StoreBuilder<?>> builders() {
        return Set.of(
                KeptState.builder(Stores.persistentKeyValueStore(AGGREGATES), Serdes.String()),
                KeptState.builder(Stores.persistentKeyValueStore(NEIGHBOURS), Serdes.String()),
                TouchQueue.builder());
    }

    static ItemStores of(ProcessingContext context, FeatureDefinitions definitions, UnreadableState unreadable) {
        return new ItemStores(
                KeptState.of(context, AGGREGATES, ItemAggregateFormat.serde(definitions), unreadable),
                KeptState.of(context, NEIGHBOURS, ItemAggregateFormat.neighboursSerde(), unreadable),
                new TouchQueue(
                        context.getStateStore(FeatureTopology.WAITING_STORE),
                        unreadable.of(FeatureTopology.WAITING_STORE, FaultLimit.of(context.appConfigs()))),
                definitions);
    }

    /** Tells which of the items kept are not in the catalogue. */
    void rememberStrangers(Strangers strangers, CatalogView catalog) {
        for (KeyValue<String, ItemSignals> item : aggregates.all()) {
            if (catalog.isStranger(item.key)) {
                strangers.touched(item.key, item.value.lastSeenMs());
            } else {
                strangers.now(item.value.lastSeenMs());
            }
        }
    }

    ItemState state(String itemId) {
        ItemSignals known = aggregates.get(itemId);
        Neighbours around = neighbours.get(itemId);
        return new ItemState(
                known == null ? ItemSignals.none(definitions) : known, around == null ? Neighbours.NONE : around);
    }
}
