package dev.millrace.topologies.feature;

import dev.millrace.avro.ItemTouch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The touches of one task that wait for the next publication, in the order they came. */
final class TouchQueue {

    /** Of entries: bounds what one publication folds, and the memory, while a backlog is worked off. */
    private static final int MOST = 1_000;

    private final KeyValueStore<Integer, PendingTouches> store;
    private PendingTouches growing = PendingTouches.NONE;
    private int key;

    /** @param store restored; what an earlier run began there is not continued */
    TouchQueue(KeyValueStore<Integer, PendingTouches> store) {
        this.store = store;
        this.key = entries().size();
    }

    /**
     * In memory, for it holds one interval; changelogged, so that a crash loses none of them; cached, so that an entry
     * that grows is written to the changelog once per commit.
     */
    static StoreBuilder<KeyValueStore<Integer, PendingTouches>> builder() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(FeatureTopology.PENDING_STORE),
                        Serdes.Integer(),
                        PendingTouches.serde())
                .withCachingEnabled();
    }

    /** @return whether so many wait that they should be taken */
    boolean add(String itemId, byte[] touch) {
        growing = growing.with(itemId, touch);
        store.put(key, growing);
        if (growing.isFull()) {
            growing = PendingTouches.NONE;
            key++;
        }
        return key >= MOST;
    }

    /** All of them, by item; none is left. */
    Map<String, List<ItemTouch>> takeAll() {
        Map<String, List<ItemTouch>> byItem = new LinkedHashMap<>();
        for (KeyValue<Integer, PendingTouches> entry : entries()) {
            entry.value.addTo(byItem);
            store.delete(entry.key);
        }
        growing = PendingTouches.NONE;
        key = 0;
        return byItem;
    }

    private List<KeyValue<Integer, PendingTouches>> entries() {
        List<KeyValue<Integer, PendingTouches>> entries = new ArrayList<>();
        try (KeyValueIterator<Integer, PendingTouches> each = store.all()) {
            each.forEachRemaining(entries::add);
        }
        return entries;
    }
}
