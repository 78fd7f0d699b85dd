package dev.millrace.topologies.feature;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Keys whose features changed since they were published last, each stored behind the number of its turn. In memory,
 * because it is small and walked through in every interval; changelogged, so that a crash between a change and its
 * publication loses neither.
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
        String stored = beginning(Turns.of(key)) + key;
        // A busy key is marked already, and each put is a changelog record.
        if (store.get(stored) == null) {
            store.put(stored, CHANGED);
        }
    }

    void clear(String key) {
        store.delete(beginning(Turns.of(key)) + key);
    }

    /** Exact, as the store is in memory. */
    boolean isEmpty() {
        return store.approximateNumEntries() == 0;
    }

    /** Those that have this turn. */
    List<String> keys(int turn) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> each = store.range(beginning(turn), beginning(turn + 1))) {
            each.forEachRemaining(entry -> keys.add(entry.key.substring(1)));
        }
        return keys;
    }

    /** One byte in UTF-8, so that the stored keys of one turn follow each other. */
    private static String beginning(int turn) {
        return String.valueOf((char) turn);
    }
}
