package dev.millrace.topologies.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.ItemTouch;
import dev.millrace.model.features.ShownItems.Shown;
import dev.millrace.topologies.processing.UnreadableState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class OutgoingTouchesTest {

    private static final int PARTITIONS = 4;

    static final UnreadableState UNREADABLE = new UnreadableState(new SimpleMeterRegistry());

    final MockProcessorContext<String, Output> context = context();
    final KeyValueStore<Integer, byte[]> store = store();
    final OutgoingTouches touches = OutgoingTouches.of(context, 0, PARTITIONS, false, UNREADABLE);

    @Test
    void shouldSendOneRecordToEachPartitionOfItems() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sent.add(add(touches, i));
            touches.keep();
        }
        assertThat(context.forwarded()).isEmpty();
        touches.send(0);

        assertThat(arrived()).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(context.forwarded()).hasSize(PARTITIONS);
        assertThat(store.get(0)).isNull();
        touches.send(0);
        assertThat(context.forwarded()).hasSize(PARTITIONS);
    }

    @Test
    void shouldSendWhatAnEarlierRunGathered() {
        List<String> sent = new ArrayList<>(List.of(add(touches, 0), add(touches, 1)));
        touches.keep();

        var next = OutgoingTouches.of(context, 0, PARTITIONS, false, UNREADABLE);
        sent.add(add(next, 2));
        next.keep();
        next.send(0);

        assertThat(arrived()).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(store.get(0)).isNull();
    }

    @Test
    void shouldBeginAnewBesideBytesThatAreNoTouches() {
        store.put(0, new byte[] {2, 1, 1, 77});

        var next = OutgoingTouches.of(context, 0, PARTITIONS, false, UNREADABLE);

        assertThat(store.get(0)).isNull();
        String sent = add(next, 0);
        next.keep();
        next.send(0);
        assertThat(arrived()).containsExactly(sent);
    }

    @Test
    void shouldNotMixPlaces() {
        add(touches, 0);
        touches.keep();

        var other = OutgoingTouches.of(context, 1, PARTITIONS, false, UNREADABLE);
        String sent = add(other, 1);
        other.keep();
        other.send(0);

        assertThat(arrived()).containsExactly(sent);
        assertThat(store.get(0)).isNotNull();
    }

    @Test
    void shouldNotGatherWithoutEnd() {
        for (int i = 0; context.forwarded().isEmpty(); i++) {
            add(touches, i);
            touches.keep();
            assertThat(i).isLessThan(1_000);
        }

        assertThat(store.get(0)).isNull();
    }

    @Test
    void shouldSendAtOnceWhenAsked() {
        var atOnce = OutgoingTouches.of(context, 0, PARTITIONS, true, UNREADABLE);
        String sent = add(atOnce, 0);
        atOnce.keep();

        assertThat(arrived()).containsExactly(sent);
        assertThat(store.get(0)).isNull();
    }

    private static String add(OutgoingTouches touches, int number) {
        ItemTouch touch = Touches.click(new Shown("any", number, true));
        touches.add("item-" + number, touch);
        return "item-" + number + touch;
    }

    /** Checks that each is where Kafka would send its item. */
    private List<String> arrived() {
        List<String> arrived = new ArrayList<>();
        for (var forwarded : context.forwarded()) {
            var touches = (Output.Touches) forwarded.record().value();
            for (var batch = new TouchBatch(touches.batch()); batch.hasNext(); ) {
                String item = batch.itemId();
                byte[] key = item.getBytes(StandardCharsets.UTF_8);
                assertThat(touches.partition()).isEqualTo(BuiltInPartitioner.partitionForKey(key, PARTITIONS));
                arrived.add(item + batch.touch());
            }
        }
        return arrived;
    }

    private static MockProcessorContext<String, Output> context() {
        MockProcessorContext<String, Output> context = new MockProcessorContext<>();
        context.setCurrentSystemTimeMs(0);
        return context;
    }

    private KeyValueStore<Integer, byte[]> store() {
        KeyValueStore<Integer, byte[]> store = OutgoingTouches.builder()
                .withCachingDisabled()
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
