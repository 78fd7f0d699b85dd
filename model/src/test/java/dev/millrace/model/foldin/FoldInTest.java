package dev.millrace.model.foldin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.Gramian;
import dev.millrace.model.factors.PrincipalAxes;
import dev.millrace.model.preferences.EventWeights;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FoldInTest {

    @Test
    void shouldSolveTheHalfStepExactly() {
        Random random = new Random(7);
        for (int d : new int[] {1, 3, 8, 32, 64, 65, 128}) {
            for (int n : new int[] {0, 1, 5, 20, 31, 33, 50, 100}) {
                for (float nu : new float[] {0f, 1f}) {
                    FoldInCase c = FoldInCase.random(random, 400, d, n, nu);
                    assertThat(c.error(c.foldIn().fold(c.items(), c.weights(), n)))
                            .as("relative error at d=%d, n=%d, nu=%s", d, n, nu)
                            .isLessThan(1e-5);
                }
            }
        }
    }

    @Test
    void shouldSolveRowsThatAreHardOrLong() {
        Random random = new Random(8);
        // Confidences of thousands on hardly anything unobserved: conjugate gradients give up, Cholesky takes over.
        for (int n : new int[] {10, 40, 90}) {
            FoldInCase c = FoldInCase.random(random, 2500, 32, n, 0f);
            for (int i = 0; i < n; i++) {
                c.weights()[i] *= 3000;
            }
            assertThat(c.error(c.foldIn().fold(c.items(), c.weights(), n))).isLessThan(1e-4);
        }
        // Longer than what is kept in scratch.
        for (int n : new int[] {1024, 1025, 2100}) {
            FoldInCase c = FoldInCase.random(random, 2500, 16, n, 1f);
            assertThat(c.error(c.foldIn().fold(c.items(), c.weights(), n))).isLessThan(1e-5);
        }
    }

    @Test
    void shouldGiveTheSameScoresInPrincipalAxes() {
        FoldInCase c = FoldInCase.random(new Random(6), 500, 24, 30, 1f);
        FactorMatrix items = c.foldIn().items();
        FactorMatrix rotated = PrincipalAxes.of(Gramian.of(items), 24).rotate(items);
        float[] p = c.foldIn().fold(c.items(), c.weights(), 30);
        float[] q = new FoldIn(rotated, c.foldIn().settings()).fold(c.items(), c.weights(), 30);
        for (int item = 0; item < 500; item += 11) {
            assertThat(rotated.dot(item, q)).isCloseTo(items.dot(item, p), within(2e-5f));
        }
    }

    @Test
    void shouldFoldAliceAndBobOnOneThreadWithoutMixingThem() {
        // Scratch is shared by all fold-ins of a thread, of any dimension.
        Random random = new Random(5);
        FoldInCase small = FoldInCase.random(random, 100, 8, 5, 0f);
        FoldInCase large = FoldInCase.random(random, 100, 48, 60, 0f);
        float[] alone = small.foldIn().fold(small.items(), small.weights(), 5);
        large.foldIn().fold(large.items(), large.weights(), 60);
        assertThat(small.foldIn().fold(small.items(), small.weights(), 5)).containsExactly(alone);
    }

    @Test
    void shouldFoldNothingIntoZeros() {
        FoldInCase c = FoldInCase.random(new Random(1), 50, 8, 0, 1f);
        assertThat(c.foldIn().fold(new int[0], new float[0], 0)).containsOnly(0f);
    }

    @Test
    void shouldLowerTheScoreOfADislikedItem() {
        FactorMatrix items = FoldInCase.randomFactors(new Random(2), 100, 16);
        FoldIn foldIn = new FoldIn(items, new FoldInSettings(0.1f, 0.1f, 0f, 1f, EventWeights.defaults()));
        float before = items.dot(4, foldIn.fold(new int[] {3}, new float[] {1f}, 1));
        float after = items.dot(4, foldIn.fold(new int[] {3, 4}, new float[] {1f, -5f}, 2));
        assertThat(Math.abs(after)).isLessThan(Math.abs(before));
    }

    @Test
    void shouldSplitEveryScoreIntoContributionsThatSumToIt() {
        Random random = new Random(9);
        for (int n : new int[] {1, 6, 20, 60}) {
            FoldInCase c = FoldInCase.random(random, 300, 32, n, 1f);
            WeightedItems taste = new WeightedItems(c.items(), c.weights(), n);
            float[] p = c.foldIn().fold(taste);
            Explanation explanation = c.foldIn().explain(taste);
            for (int item = 0; item < 300; item += 7) {
                double sum = explanation.of(item).stream()
                        .mapToDouble(Contribution::amount)
                        .sum();
                assertThat(sum).isCloseTo(c.foldIn().items().dot(item, p), within(2e-5));
            }
        }
    }
}
