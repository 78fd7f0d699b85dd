package dev.millrace.topologies.feature;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Keys whose features changed since they were published last. In memory, because it is small and walked through at
 * every interval; changelogged, so that a crash between a change and its publication loses neither.
 */
final class Unpublished {

    private static final byte[] CHANGED = {1};

    private final KeyValueStore<String, byte[]> store;

    Unpublished(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> storeNamed(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
    }

    void mark(String key) {
        // A busy key is marked already, and each put is a changelog record.
        if (store.get(key) == null) {
            store.put(key, CHANGED);
        }
    }

    void clear(String key) {
        store.delete(key);
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> each = store.all()) {
            each.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }
}
