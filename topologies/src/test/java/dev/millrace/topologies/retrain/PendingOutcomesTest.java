package dev.millrace.topologies.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.FaultLimit;
import dev.millrace.topologies.processing.KeptState;
import dev.millrace.topologies.processing.UnreadableState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class PendingOutcomesTest {

    /** The obvious way: one after the other. */
    @Test
    void shouldSumUpTogetherWhatItWouldOneByOne() {
        var random = new Random(5);
        PendingOutcomes together = pending();
        PendingOutcomes oneByOne = pending();
        for (int event = 0; event < 100; event++) {
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                outcomes.add(Outcome.newEvent("m" + random.nextInt(3), random.nextInt(1000)));
            }
            together.addAll(outcomes);
            outcomes.forEach(oneByOne::add);
        }
        List<Outcome> sums = together.drain();

        assertThat(sums).hasSize(3).containsExactlyInAnyOrderElementsOf(oneByOne.drain());
        assertThat(together.drain()).isEmpty();
    }

    private static PendingOutcomes pending() {
        KeyValueStore<String, byte[]> store = KeptState.builder(
                        Stores.inMemoryKeyValueStore("pending"), Serdes.String())
                .withCachingDisabled()
                .withLoggingDisabled()
                .build();
        var context = new MockProcessorContext<Void, Void>();
        store.init(context.getStateStoreContext(), store);
        var unreadable = new UnreadableState(new SimpleMeterRegistry());
        return new PendingOutcomes(
                new KeptState<>(store, StateSerdes.OUTCOMES, unreadable.of("pending", FaultLimit.DEFAULT)));
    }
}
