package dev.millrace.topologies.feature;

import dev.millrace.avro.ItemTouch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The touches of one task that wait for the turn of their item, in the order they came. */
final class TouchQueue {

    /** Of entries: bounds what waits, and the memory, while a backlog is worked off. */
    private static final int MOST = 1_000;

    /** Keys of one turn. */
    private static final int ROOM = 1 << 16;

    private final KeyValueStore<Integer, PendingTouches> store;
    private final PendingTouches[] growing = new PendingTouches[Turns.COUNT];
    private final int[] full = new int[Turns.COUNT];

    /** @param store restored; what an earlier run began there is not continued */
    TouchQueue(KeyValueStore<Integer, PendingTouches> store) {
        this.store = store;
        for (int turn = 0; turn < Turns.COUNT; turn++) {
            growing[turn] = PendingTouches.NONE;
            full[turn] = entries(turn).size();
        }
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

    /** @return whether so many wait that all should be taken */
    boolean add(String itemId, byte[] touch) {
        int turn = Turns.of(itemId);
        growing[turn] = growing[turn].with(itemId, touch);
        store.put(turn * ROOM + full[turn], growing[turn]);
        if (!growing[turn].isFull()) {
            return false;
        }
        growing[turn] = PendingTouches.NONE;
        full[turn]++;
        return Arrays.stream(full).sum() >= MOST;
    }

    /** Those of the items that have this turn; none of them is left. */
    Map<String, List<ItemTouch>> take(int turn) {
        Map<String, List<ItemTouch>> byItem = new LinkedHashMap<>();
        for (KeyValue<Integer, PendingTouches> entry : entries(turn)) {
            entry.value.addTo(byItem);
            store.delete(entry.key);
        }
        growing[turn] = PendingTouches.NONE;
        full[turn] = 0;
        return byItem;
    }

    private List<KeyValue<Integer, PendingTouches>> entries(int turn) {
        List<KeyValue<Integer, PendingTouches>> entries = new ArrayList<>();
        try (var each = store.range(turn * ROOM, turn * ROOM + ROOM - 1)) {
            each.forEachRemaining(entries::add);
        }
        return entries;
    }
}
