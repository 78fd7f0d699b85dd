package dev.millrace.model.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.evaluation.TouchedItems;
import dev.millrace.model.replay.InteractionLog;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FilledTest {

    static final TouchedItems NOTHING = new TouchedItems();

    /** Item 0 leads over all time, item 2 of late. */
    final InteractionLog log = InteractionLog.builder()
            .add("u", "a", "click", 1, 0)
            .add("u", "a", "click", 1, 0)
            .add("u", "b", "click", 1, 0)
            .add("u", "c", "click", 1, 1_000)
            .build();

    @Test
    void shouldFillUpShortListsAndReplaceEmptyOnes() {
        assertThat(lists(new Fixed(1), 3)).containsExactly(1, 0, 2);
        assertThat(lists(new Fixed(1, 2), 2)).containsExactly(1, 2);
        assertThat(lists(new Fixed(), 3)).containsExactly(2, 0, 1);
    }

    private int[] lists(Contender first, int k) {
        var filled = new Filled(log, ContenderContract.WEIGHTS, first, 1e9, 10);
        for (int event = 0; event < log.size(); event++) {
            filled.learn(event);
        }
        return filled.list(0, 2_000, k, NOTHING);
    }

    private record Fixed(int... items) implements Contender {

        @Override
        public void learn(int event) {}

        @Override
        public int[] list(int user, long nowMs, int k, TouchedItems touched) {
            return Arrays.copyOf(items, Math.min(k, items.length));
        }
    }
}
