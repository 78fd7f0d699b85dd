package dev.millrace.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankedListMetricsTest {

    @Test
    void shouldGainLessFurtherDown() {
        assertThat(RankedListMetrics.ndcg(1, 10)).isCloseTo(1, within(1e-12));
        assertThat(RankedListMetrics.ndcg(3, 10)).isCloseTo(0.5, within(1e-12));
        assertThat(RankedListMetrics.ndcg(7, 10)).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(RankedListMetrics.reciprocalRank(4, 10)).isEqualTo(0.25);
        assertThat(RankedListMetrics.hit(10, 10)).isEqualTo(1);
    }

    @Test
    void shouldGainNothingBeyondKAndForAMiss() {
        for (int rank : new int[] {0, 11, 100}) {
            assertThat(RankedListMetrics.ndcg(rank, 10)).isZero();
            assertThat(RankedListMetrics.hit(rank, 10)).isZero();
            assertThat(RankedListMetrics.reciprocalRank(rank, 10)).isZero();
        }
    }
}
