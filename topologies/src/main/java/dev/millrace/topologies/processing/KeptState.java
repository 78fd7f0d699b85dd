package dev.millrace.topologies.processing;

import dev.millrace.schemas.FaultLimit;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * A store of one task that outlives a value it cannot read: the value is counted, dropped and taken for absent. A store
 * of Kafka Streams would throw at each look, also where the value is to be deleted, and no record of that key could be
 * processed ever again.
 */
public final class KeptState<K, V> {

    private final KeyValueStore<K, byte[]> store;
    private final Serde<V> values;
    private final UnreadableState.OfStore unreadable;

    public KeptState(KeyValueStore<K, byte[]> store, Serde<V> values, UnreadableState.OfStore unreadable) {
        this.store = store;
        this.values = values;
        this.unreadable = unreadable;
    }

    /** The store of this name that the processor owns. */
    public static <K, V> KeptState<K, V> of(
            ProcessingContext context, String name, Serde<V> values, UnreadableState unreadable) {
        return new KeptState<>(
                context.getStateStore(name), values, unreadable.of(name, FaultLimit.of(context.appConfigs())));
    }

    /** Declares a store that holds bytes to Kafka Streams. */
    public static <K> StoreBuilder<KeyValueStore<K, byte[]>> builder(
            KeyValueBytesStoreSupplier supplier, Serde<K> keys) {
        return Stores.keyValueStoreBuilder(supplier, keys, Serdes.ByteArray());
    }

    public @Nullable V get(K key) {
        byte[] bytes = store.get(key);
        return bytes == null ? null : read(key, bytes);
    }

    public void put(K key, V value) {
        store.put(key, values.serializer().serialize(store.name(), value));
    }

    /** Whether there was anything, readable or not; where there was nothing the changelog gets no tombstone. */
    public boolean delete(K key) {
        return store.get(key) != null && store.delete(key) != null;
    }

    public boolean isEmpty() {
        try (KeyValueIterator<K, byte[]> each = store.all()) {
            return !each.hasNext();
        }
    }

    /** Those that can be read, in the store's order. */
    public List<KeyValue<K, V>> all() {
        return first(Integer.MAX_VALUE);
    }

    /** The first of those that can be read, {@code most} at most. */
    public List<KeyValue<K, V>> first(int most) {
        List<KeyValue<K, byte[]>> stored = new ArrayList<>();
        try (KeyValueIterator<K, byte[]> each = store.all()) {
            while (each.hasNext() && stored.size() < most) {
                stored.add(each.next());
            }
        }
        List<KeyValue<K, V>> readable = new ArrayList<>(stored.size());
        for (KeyValue<K, byte[]> entry : stored) {
            V value = read(entry.key, entry.value);
            if (value != null) {
                readable.add(KeyValue.pair(entry.key, value));
            }
        }
        return readable;
    }

    private @Nullable V read(K key, byte[] bytes) {
        unreadable.look();
        try {
            return values.deserializer().deserialize(store.name(), bytes);
        } catch (RuntimeException e) {
            store.delete(key);
            unreadable.dropped(e);
            return null;
        }
    }
}
