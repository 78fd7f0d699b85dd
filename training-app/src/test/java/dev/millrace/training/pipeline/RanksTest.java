package dev.millrace.training.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RanksTest {

    @Test
    void shouldGiveTheErrorOfADifference() {
        // Differences 1, 0, -1, 0: mean 0, variance 2/3 over n - 1, error sqrt(2/3 / 4).
        assertThat(Ranks.differenceError(new int[] {1, 2, 0, 0}, new int[] {0, 2, 1, 0}))
                .isCloseTo(Math.sqrt(2.0 / 3 / 4), within(1e-12));
    }

    @Test
    void shouldSeeNoErrorWhereTheListsAreTheSame() {
        assertThat(Ranks.differenceError(new int[] {1, 5, 0}, new int[] {1, 5, 0}))
                .isZero();
        assertThat(Ranks.differenceError(new int[] {1}, new int[] {0})).isZero();
    }
}
