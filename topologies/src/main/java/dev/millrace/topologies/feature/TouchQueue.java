package dev.millrace.topologies.feature;

import dev.millrace.avro.ItemTouch;
import dev.millrace.topologies.processing.UnreadableState;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The touches of one task that wait for the turn of their item, in the order they came.
 *
 * <p>An item's neighbours are some 2 KB: to read, change and write them at every touch would cost ten times what all
 * else does. Stored are the batches as they come, by number from 0 on, until every touch in them has had its turn; and
 * of a turn that came before, as -1 less its number, the first batch whose touches came after it.
 */
final class TouchQueue {

    /** Touches in stored batches: bounds the memory, some 100 bytes each, while a backlog is worked off. */
    private static final int MOST = 64_000;

    /** A touch that has not had its turn. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Waiting(long number, byte[] batch, int position) {}

    /** How many touches are in a stored batch. */
    private record Stored(long number, int touches) {}

    private final KeyValueStore<Long, byte[]> store;
    private final UnreadableState.OfStore unreadable;
    private final int most;
    private final List<List<Waiting>> turns = new ArrayList<>();
    private final long[] begins = new long[Turns.COUNT]; // as stored; 0: not
    private final Deque<Stored> batches = new ArrayDeque<>();
    private long next;
    private int touches;

    /** @param store restored */
    TouchQueue(KeyValueStore<Long, byte[]> store, UnreadableState.OfStore unreadable) {
        this(store, unreadable, MOST);
    }

    TouchQueue(KeyValueStore<Long, byte[]> store, UnreadableState.OfStore unreadable, int most) {
        this.store = store;
        this.unreadable = unreadable;
        this.most = most;
        for (int turn = 0; turn < Turns.COUNT; turn++) {
            turns.add(new ArrayList<>());
        }
        restore();
    }

    /** In memory, for it holds one interval; changelogged, so that a crash loses none of them. */
    static StoreBuilder<KeyValueStore<Long, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(FeatureTopology.WAITING_STORE), Serdes.Long(), Serdes.ByteArray());
    }

    private void restore() {
        Map<Long, byte[]> left = new TreeMap<>();
        try (var each = store.all()) {
            each.forEachRemaining(entry -> left.put(entry.key, entry.value));
        }
        left.forEach((number, value) -> { // the turns come first
            try {
                if (number < 0) {
                    restoreTurn((int) (-1 - number), value);
                } else {
                    next = number;
                    take(value, TouchBatch.check(value));
                }
            } catch (SerializationException e) {
                store.delete(number);
                unreadable.dropped(e);
            }
        });
    }

    private void restoreTurn(int turn, byte[] begin) {
        if (turn >= Turns.COUNT || begin.length != Long.BYTES) {
            throw new SerializationException("turn " + turn + " of " + begin.length + " bytes");
        }
        begins[turn] = ByteBuffer.wrap(begin).getLong();
        next = Math.max(next, begins[turn]);
    }

    /**
     * @param batch see {@link TouchBatch}; kept as it is
     * @throws SerializationException when it is none; then nothing is kept
     */
    void add(byte[] batch) {
        int held = TouchBatch.check(batch);
        store.put(next, batch);
        take(batch, held);
    }

    private void take(byte[] bytes, int held) {
        for (var batch = new TouchBatch(bytes); batch.hasNext(); ) {
            int position = batch.position();
            int turn = Turns.of(batch.item());
            batch.skip();
            if (next >= begins[turn]) {
                turns.get(turn).add(new Waiting(next, bytes, position));
            }
        }
        batches.add(new Stored(next++, held));
        touches += held;
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** Whether the {@link #oldest} turn should be taken now. */
    boolean isFull() {
        return touches > most;
    }

    /** The turn that holds the oldest batch. To take one at a time and not all at once spreads the work. */
    int oldest() {
        int oldest = 0;
        for (int turn = 1; turn < Turns.COUNT; turn++) {
            oldest = first(turn) < first(oldest) ? turn : oldest;
        }
        return oldest;
    }

    /** Number of the oldest batch with a touch that waits for this turn. */
    private long first(int turn) {
        List<Waiting> waiting = turns.get(turn);
        return waiting.isEmpty() ? next : waiting.get(0).number();
    }

    /**
     * Those of the items that have this turn; none of them is left. One that cannot be read goes with the others, or it
     * would keep its turn for ever.
     */
    Map<String, List<ItemTouch>> take(int turn) {
        Map<String, List<ItemTouch>> byItem = new LinkedHashMap<>();
        List<Waiting> taken = turns.get(turn);
        if (taken.isEmpty()) {
            return byItem;
        }
        List<RuntimeException> faults = new ArrayList<>(0);
        for (Waiting waiting : taken) {
            var batch = new TouchBatch(waiting.batch(), waiting.position());
            String itemId = batch.itemId();
            try {
                ItemTouch touch = batch.touch();
                byItem.computeIfAbsent(itemId, unseen -> new ArrayList<>()).add(touch);
            } catch (SerializationException e) {
                faults.add(e);
            }
        }
        taken.clear();
        begins[turn] = next;
        store.put(-1L - turn, ByteBuffer.allocate(Long.BYTES).putLong(next).array());
        dropWhatIsTaken();
        faults.forEach(unreadable::dropped);
        return byItem;
    }

    private void dropWhatIsTaken() {
        long first = first(oldest());
        while (!batches.isEmpty() && batches.getFirst().number() < first) {
            Stored stored = batches.removeFirst();
            store.delete(stored.number());
            touches -= stored.touches();
        }
        if (batches.isEmpty()) {
            for (int turn = 0; turn < Turns.COUNT; turn++) {
                if (begins[turn] > 0) {
                    store.delete(-1L - turn);
                }
            }
            Arrays.fill(begins, 0);
        }
    }
}
