package dev.millrace.topologies.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.ItemTouch;
import dev.millrace.model.features.ShownItems.Shown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class TouchQueueTest {

    private static final int MOST = 10;

    final KeyValueStore<Integer, PendingTouches> store = store();
    final TouchQueue queue = new TouchQueue(store, MOST);

    @Test
    void shouldGiveEachItemItsTouchesInTheOrderTheyCame() {
        Map<String, List<ItemTouch>> sent = new HashMap<>();
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            String item = "item-" + random.nextInt(40);
            sent.computeIfAbsent(item, unseen -> new ArrayList<>()).add(touch(i));
            add(item, i);
        }

        assertThat(takeAll(queue)).isEqualTo(sent);
        assertThat(takeAll(queue)).isEmpty();
    }

    @Test
    void shouldMakeRoomByTheTurnWithMost() {
        int filled = 0;
        boolean tooMany = false;
        while (!tooMany) {
            tooMany = add("busy", filled++);
            if (filled % 10 == 0) {
                add("idle-" + filled, filled);
            }
        }

        assertThat(queue.fullest()).isEqualTo(Turns.of(bytes("busy")));
        assertThat(queue.take(queue.fullest()).get("busy")).hasSize(filled);
        assertThat(add("busy", 0)).isFalse();
        assertThat(takeAll(queue)).hasSizeGreaterThan(1);
    }

    @Test
    void shouldHaveWhatAnEarlierRunLeft() {
        for (int i = 0; i < 100; i++) {
            add("item", i);
        }

        var next = new TouchQueue(store, MOST);
        next.add(bytes("item"), Touches.FORMAT.encode(touch(100)));

        assertThat(takeAll(next).get("item")).hasSize(101).endsWith(touch(100));
    }

    private boolean add(String item, int number) {
        return queue.add(bytes(item), Touches.FORMAT.encode(touch(number)));
    }

    private static byte[] bytes(String item) {
        return item.getBytes(StandardCharsets.UTF_8);
    }

    private static ItemTouch touch(int number) {
        return Touches.click(new Shown("any", number, true));
    }

    private static Map<String, List<ItemTouch>> takeAll(TouchQueue queue) {
        Map<String, List<ItemTouch>> taken = new HashMap<>();
        for (int turn = 0; turn < Turns.COUNT; turn++) {
            taken.putAll(queue.take(turn));
        }
        return taken;
    }

    private static KeyValueStore<Integer, PendingTouches> store() {
        KeyValueStore<Integer, PendingTouches> store =
                TouchQueue.builder().withCachingDisabled().withLoggingDisabled().build();
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
        return store;
    }
}
