package dev.millrace.topologies.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.ItemTouch;
import dev.millrace.model.features.ShownItems.Shown;
import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.FaultLimit;
import dev.millrace.topologies.processing.UnreadableState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TouchQueueTest {

    private static final int MOST = 300;

    final KeyValueStore<Long, byte[]> store = store();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final UnreadableState.OfStore unreadable = new UnreadableState(meters).of("touches", FaultLimit.DEFAULT);
    final TouchQueue queue = new TouchQueue(store, unreadable, MOST);

    @Test
    void shouldGiveEachItemItsTouchesInTheOrderTheyCame() {
        Map<String, List<ItemTouch>> sent = new HashMap<>();
        Random random = new Random(42);
        for (int i = 0; i < 100; i++) {
            queue.add(batch(random, 3 * i, sent));
        }

        assertThat(takeAll(queue)).isEqualTo(sent);
        assertThat(takeAll(queue)).isEmpty();
        assertThat(isEmpty()).isTrue();
    }

    /** Turns, new touches and restarts in any order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldGiveEachTouchOnceWhateverRestartsComeBetween(long seed) {
        Random random = new Random(seed);
        Map<String, List<ItemTouch>> sent = new HashMap<>();
        Map<String, List<ItemTouch>> taken = new HashMap<>();
        TouchQueue running = queue;
        for (int step = 0; step < 2_000; step++) {
            switch (random.nextInt(12)) {
                case 0 -> running = new TouchQueue(store, unreadable, MOST);
                case 1, 2, 3, 4 -> running.add(batch(random, 3 * step, sent));
                default -> collect(running.take(random.nextInt(Turns.COUNT)), taken);
            }
        }
        collect(takeAll(running), taken);

        assertThat(taken).isEqualTo(sent);
        assertThat(isEmpty()).isTrue();
    }

    @Test
    void shouldBeFullUntilEveryTurnThatHoldsItUpIsTaken() {
        Random random = new Random(7);
        Map<String, List<ItemTouch>> sent = new HashMap<>();
        Map<String, List<ItemTouch>> taken = new HashMap<>();
        Set<Integer> turns = new HashSet<>();
        for (int i = 0; !queue.isFull(); i++) {
            queue.add(batch(random, 3 * i, sent));
        }
        while (queue.isFull()) {
            int oldest = queue.oldest();
            assertThat(turns.add(oldest)).isTrue();
            collect(queue.take(oldest), taken);
        }

        collect(takeAll(queue), taken);
        assertThat(taken).isEqualTo(sent);
    }

    /** Three touches of any of forty items. */
    private static byte[] batch(Random random, int number, Map<String, List<ItemTouch>> sent) {
        AvroSink batch = new AvroSink(64);
        for (int i = number; i < number + 3; i++) {
            String item = "item-" + random.nextInt(40);
            ItemTouch touch = Touches.click(new Shown("any", i, true));
            sent.computeIfAbsent(item, unseen -> new ArrayList<>()).add(touch);
            TouchBatch.append(batch, item.getBytes(StandardCharsets.UTF_8), Touches.FORMAT.encode(touch));
        }
        return batch.toBytes();
    }

    @Test
    void shouldPassByATouchThatCannotBeReadAndKeepItsTurnGoing() {
        var batch = new AvroSink(64);
        byte[] item = "tea".getBytes(StandardCharsets.UTF_8);
        TouchBatch.append(batch, item, new byte[] {1, 2, 3});
        TouchBatch.append(batch, item, Touches.FORMAT.encode(Touches.impression(7)));
        queue.add(batch.toBytes());

        assertThat(takeAll(queue).get("tea")).containsExactly(Touches.impression(7));
        assertThat(takeAll(queue)).isEmpty();
        assertThat(isEmpty()).isTrue();
        assertThat(meters.get(UnreadableState.DROPPED).counter().count()).isEqualTo(1);
    }

    @Test
    void shouldBeginWithoutWhatIsNoBatch() {
        store.put(0L, new byte[] {9, 9, 9});
        store.put(-1L, new byte[] {1});
        store.put(-9_999L, new byte[] {1});

        var next = new TouchQueue(store, unreadable, MOST);

        assertThat(takeAll(next)).isEmpty();
        assertThat(isEmpty()).isTrue();
        assertThat(meters.get(UnreadableState.DROPPED).counter().count()).isEqualTo(3);
    }

    @Test
    void shouldKeepNothingOfWhatIsNoBatch() {
        assertThatThrownBy(() -> queue.add(new byte[] {9, 9, 9})).isInstanceOf(SerializationException.class);
        assertThat(isEmpty()).isTrue();
    }

    private static void collect(Map<String, List<ItemTouch>> some, Map<String, List<ItemTouch>> all) {
        some.forEach((item, touches) ->
                all.computeIfAbsent(item, unseen -> new ArrayList<>()).addAll(touches));
    }

    private static Map<String, List<ItemTouch>> takeAll(TouchQueue queue) {
        Map<String, List<ItemTouch>> taken = new HashMap<>();
        for (int turn = 0; turn < Turns.COUNT; turn++) {
            taken.putAll(queue.take(turn));
        }
        return taken;
    }

    private boolean isEmpty() {
        try (var all = store.all()) {
            return !all.hasNext();
        }
    }

    private static KeyValueStore<Long, byte[]> store() {
        KeyValueStore<Long, byte[]> store =
                TouchQueue.builder().withLoggingDisabled().build();
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
        return store;
    }
}
