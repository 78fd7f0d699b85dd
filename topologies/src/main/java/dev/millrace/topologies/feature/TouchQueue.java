package dev.millrace.topologies.feature;

import dev.millrace.avro.ItemTouch;
import java.util.ArrayList;
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

    /** Of full entries: bounds what waits, and the memory (2 KB each), while a backlog is worked off. */
    private static final int MOST = 2_000;

    /** Keys of one turn. */
    private static final int ROOM = 1 << 16;

    private final KeyValueStore<Integer, PendingTouches> store;
    private final int most;
    private final PendingTouches[] growing = new PendingTouches[Turns.COUNT];
    private final int[] full = new int[Turns.COUNT];
    private int fullInAll;

    /** @param store restored; what an earlier run began there is not continued */
    TouchQueue(KeyValueStore<Integer, PendingTouches> store) {
        this(store, MOST);
    }

    TouchQueue(KeyValueStore<Integer, PendingTouches> store, int most) {
        this.store = store;
        this.most = most;
        for (int turn = 0; turn < Turns.COUNT; turn++) {
            growing[turn] = PendingTouches.NONE;
            full[turn] = entries(turn).size();
            fullInAll += full[turn];
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

    /** @return whether so many wait that the {@link #fullest} turn should be taken */
    boolean add(byte[] item, byte[] touch) {
        int turn = Turns.of(item);
        growing[turn] = growing[turn].with(item, touch);
        store.put(turn * ROOM + full[turn], growing[turn]);
        if (!growing[turn].isFull()) {
            return false;
        }
        growing[turn] = PendingTouches.NONE;
        full[turn]++;
        return ++fullInAll >= most;
    }

    /** The turn with most that waits. To take one at a time and not all lets touches wait twice as long for others. */
    int fullest() {
        int fullest = 0;
        for (int turn = 1; turn < Turns.COUNT; turn++) {
            fullest = full[turn] > full[fullest] ? turn : fullest;
        }
        return fullest;
    }

    /** Those of the items that have this turn; none of them is left. */
    Map<String, List<ItemTouch>> take(int turn) {
        Map<String, List<ItemTouch>> byItem = new LinkedHashMap<>();
        for (KeyValue<Integer, PendingTouches> entry : entries(turn)) {
            entry.value.addTo(byItem);
            store.delete(entry.key);
        }
        growing[turn] = PendingTouches.NONE;
        fullInAll -= full[turn];
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
