package dev.millrace.model.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecayedCountsTest {

    static final long[] HALF_LIVES = {1_000, 50_000};

    record Touch(double weight, long atMs) {}

    @Test
    void shouldHalveAfterOneHalfLife() {
        DecayedCounts counts = DecayedCounts.none(2).add(1, 0, HALF_LIVES).add(1, 1_000, HALF_LIVES);

        assertThat(counts.values()[0]).isCloseTo(1.5, within(1e-12));
        assertThat(counts.at(0, 2_000, 1_000)).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void shouldNotDependOnTheOrderOfArrival() {
        var random = new Random(7);
        for (int trial = 0; trial < 50; trial++) {
            List<Touch> touches = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                touches.add(new Touch(random.nextDouble(), random.nextInt(20_000)));
            }
            DecayedCounts ordered = sum(touches);
            Collections.shuffle(touches, random);
            DecayedCounts shuffled = sum(touches);

            assertThat(shuffled.asOfMs()).isEqualTo(ordered.asOfMs());
            assertThat(shuffled.values()).containsExactly(ordered.values(), within(1e-9));
            assertThat(ordered.values()).containsExactly(slowly(touches, ordered.asOfMs()), within(1e-9));
        }
    }

    @Test
    void shouldTakeBackWhatANegativeWeightUndoes() {
        DecayedCounts counts = DecayedCounts.none(2).add(1, 5_000, HALF_LIVES).add(2, 9_000, HALF_LIVES);

        DecayedCounts undone = counts.add(-1, 5_000, HALF_LIVES);

        assertThat(undone.values())
                .containsExactly(DecayedCounts.none(2).add(2, 9_000, HALF_LIVES).values(), within(1e-12));
    }

    static DecayedCounts sum(List<Touch> touches) {
        DecayedCounts counts = DecayedCounts.none(2);
        for (Touch touch : touches) {
            counts = counts.add(touch.weight(), touch.atMs(), HALF_LIVES);
        }
        return counts;
    }

    static double[] slowly(List<Touch> touches, long asOfMs) {
        double[] sums = new double[2];
        for (Touch touch : touches) {
            for (int h = 0; h < 2; h++) {
                sums[h] += touch.weight() * Math.pow(0.5, (asOfMs - touch.atMs()) / (double) HALF_LIVES[h]);
            }
        }
        return sums;
    }
}
