package dev.millrace.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecayedPopularityTest {

    @Test
    void shouldHalveEveryHalfLife() {
        DecayedPopularity popularity = new DecayedPopularity(1000);
        popularity.add(0, 0, 1);
        popularity.add(1, 3000, 1);
        assertThat(popularity.score(0) / popularity.score(1)).isCloseTo(1.0 / 8, within(1e-12));
        assertThat(popularity.score(7)).isZero();
    }

    @Test
    void shouldRankAsTheSlowSumDoesInAnyOrderOfArrival() {
        Random random = new Random(62);
        for (int round = 0; round < 50; round++) {
            int events = 1 + random.nextInt(300);
            DecayedPopularity popularity = new DecayedPopularity(50);
            double[] expected = new double[40];
            for (int e = 0; e < events; e++) {
                int item = random.nextInt(40);
                // Thousands of half-lives: the counts are rescaled on the way.
                long time = random.nextInt(3) * 40_000L + random.nextInt(500);
                popularity.add(item, time, 1);
                expected[item] += Math.pow(2, (time - 80_500) / 50.0);
            }
            int[] order = IntStream.range(0, 40)
                    .filter(i -> expected[i] > 1e-150 && i % 5 != 0)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -expected[i]))
                    .limit(8)
                    .mapToInt(i -> i)
                    .toArray();
            int[] top = popularity.top(8, item -> item % 5 == 0);
            assertThat(Arrays.copyOf(top, order.length)).isEqualTo(order);
        }
    }

    @Test
    void shouldCountPlainlyWithoutAHalfLife() {
        DecayedPopularity popularity = new DecayedPopularity(Double.POSITIVE_INFINITY);
        popularity.add(3, 0, 1);
        popularity.add(3, 1_000_000_000_000L, 1);
        assertThat(popularity.score(3)).isEqualTo(2);
    }

    @Test
    void shouldRefuseAHalfLifeOfNothing() {
        assertThatThrownBy(() -> new DecayedPopularity(0)).hasMessageContaining("half-life must be positive, was 0");
    }
}
