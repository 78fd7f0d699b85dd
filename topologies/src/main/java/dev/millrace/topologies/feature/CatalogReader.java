package dev.millrace.topologies.feature;

import dev.millrace.avro.Item;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Keeps the view of the catalogue up to date. */
final class CatalogReader extends ContextualProcessor<String, Item, Void, Void> {

    private final CatalogView catalog;

    CatalogReader(CatalogView catalog) {
        this.catalog = catalog;
    }

    @Override
    public void process(Record<String, Item> record) {
        catalog.update(record.key(), record.value());
    }

    /**
     * A global processor must own a store. It stays empty: since it is in memory, the whole topic passes through the
     * processor at every start, and the view holds objects instead of bytes that every look-up would decode.
     */
    static StoreBuilder<KeyValueStore<String, String>> store() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("catalog-view"), Serdes.String(), Serdes.String())
                .withLoggingDisabled();
    }
}
