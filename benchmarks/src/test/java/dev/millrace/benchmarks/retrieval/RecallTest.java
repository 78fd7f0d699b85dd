package dev.millrace.benchmarks.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.preferences.ConsumedItems;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecallTest {

    private static final FactorMatrix ITEMS = new FactorMatrix(new float[] {5, 4, 3, 3, 2, 1}, 1);
    private static final Query[] ONE = {new Query(new float[] {1}, new int[] {0}, Set.of("0"), ConsumedItems.NONE)};

    @Test
    void shouldCountWhatWasFoundInAnyOrder() {
        assertThat(recall(new int[] {1, 2}, new int[] {2, 1})).isEqualTo(1);
        assertThat(recall(new int[] {1, 2}, new int[] {4, 1})).isEqualTo(0.5);
    }

    @Test
    void shouldTakeEqualItemsForEachOther() {
        assertThat(recall(new int[] {1, 2}, new int[] {1, 3})).isEqualTo(1);
    }

    @Test
    void shouldTakeShorterAnswersAsMisses() {
        assertThat(recall(new int[] {1, 2, 3, 4}, new int[] {4})).isEqualTo(0.25);
    }

    @Test
    void shouldTakeKnownItemsAsMisses() {
        assertThat(recall(new int[] {1, 2}, new int[] {0, 1})).isEqualTo(0.5);
    }

    private static double recall(int[] exact, int[] found) {
        return Recall.of(ITEMS, ONE, new int[][] {exact}, new int[][] {found});
    }
}
