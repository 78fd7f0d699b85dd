package dev.millrace.benchmarks.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.preferences.ConsumedItems;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SliceTest {

    private static final Query[] QUERIES = {query(), query(), query()};

    @Test
    void shouldAskInBatchesFromEveryThread() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger oddBatches = new AtomicInteger();
        Engine engine = asked -> {
            threads.add(Thread.currentThread());
            oddBatches.addAndGet(asked.length == 2 ? 0 : 1);
            return new int[asked.length][];
        };

        var rates = new Slice(engine, QUERIES, 2, 3, 20).call();

        assertThat(threads).hasSize(3);
        assertThat(oddBatches).hasValue(0);
        assertThat(rates).containsOnlyKeys(Slice.PER_SECOND, Slice.PER_CPU_SECOND);
        assertThat(rates.values()).allSatisfy(rate -> assertThat(rate).isPositive());
    }

    private static Query query() {
        return new Query(new float[1], new int[0], Set.of(), ConsumedItems.NONE);
    }
}
