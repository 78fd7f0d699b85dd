package dev.millrace.topologies.feature;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Keys whose features changed since they were published last. In memory, because it is small and walked through at
 * every interval; changelogged, so that a crash between a change and its publication loses neither.
 */
final class Unpublished {

    /** Bits that say what changed. */
    static final int FEATURES = 1;

    static final int NEIGHBOURS = 2;

    private final KeyValueStore<String, Integer> store;

    Unpublished(KeyValueStore<String, Integer> store) {
        this.store = store;
    }

    static StoreBuilder<KeyValueStore<String, Integer>> storeNamed(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.Integer());
    }

    void mark(String key, int bits) {
        Integer before = store.get(key);
        int after = before == null ? bits : before | bits;
        // Hot keys are marked already nearly every time, and each put is a changelog record.
        if (before == null || after != before) {
            store.put(key, after);
        }
    }

    void clear(String key) {
        store.delete(key);
    }

    List<KeyValue<String, Integer>> all() {
        List<KeyValue<String, Integer>> all = new ArrayList<>();
        try (KeyValueIterator<String, Integer> each = store.all()) {
            each.forEachRemaining(all::add);
        }
        return all;
    }
}
