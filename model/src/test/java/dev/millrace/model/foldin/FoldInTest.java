package dev.millrace.model.foldin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.Gramian;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.factors.PrincipalAxes;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    /** Beside such weights floats lose the identity, and their Cholesky factorisation ends in no number. */
    @Test
    void shouldGiveNumbersForRowsThatFloatsCannotSolve() {
        Random random = new Random(4);
        for (int n : new int[] {20, 90, 2100}) {
            FoldInCase c = FoldInCase.random(random, 2500, 32, n, 0f);
            for (int i = 0; i < n; i++) {
                c.weights()[i] *= 1e12f;
            }
            for (float factor : c.foldIn().fold(c.items(), c.weights(), n)) {
                assertThat(factor).isFinite();
            }
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
    void shouldFoldItemsInThatTheModelHasNotSeen() {
        for (boolean inPrincipalAxes : new boolean[] {true, false}) {
            FactorMatrix all = FoldInCase.randomFactors(new Random(4), 300, 16);
            if (inPrincipalAxes) {
                all = PrincipalAxes.of(Gramian.of(all, 0, 250), 16).rotate(all);
            }
            FactorMatrix everything = all;
            FactorMatrix known = new FactorMatrix(Arrays.copyOf(all.values(), 250 * 16), 16);
            FoldInSettings settings = new FoldInSettings(0.1f, 0.02f, 0f, 0.9f, EventWeights.defaults());
            ItemIndex index =
                    ItemIndex.of(IntStream.range(0, 250).mapToObj(i -> "i" + i).toList());
            History history = History.EMPTY;
            int[] rows = {3, 260, 17, 299, 260, 8};
            for (int i = 0; i < rows.length; i++) {
                history = history.add(new Event("i" + rows[i], "like", 1, i));
            }
            UnseenItems unseen = id -> everything.row(Integer.parseInt(id.substring(1)));

            WeightedItems taste = WeightedItems.of(history, index, settings, unseen);
            FoldIn foldIn = new FoldIn(known, settings);
            float[] folded = foldIn.fold(taste);

            // The twin has the unseen items as rows, but what is unobserved is what the model was trained on.
            FoldIn twin = new FoldIn(everything, Gramian.of(everything, 0, 250), settings);
            int[] items = {8, 260, 299, 17, 3};
            float[] weights = {1, 0.9f + 0.9f * 0.9f * 0.9f * 0.9f, 0.81f, 0.729f, 0.59049f};
            assertThat(folded).containsExactly(twin.fold(items, weights, 5), within(2e-5f));
            Explanation explanation = foldIn.explain(taste);
            double sum = explanation.of(everything.row(277), 100).stream()
                    .mapToDouble(Contribution::amount)
                    .sum();
            assertThat(sum).isCloseTo(everything.dot(277, folded), within(2e-5));
            assertThat(explanation.of(5, 100))
                    .extracting(c -> taste.itemId(c.item(), index))
                    .contains("i260", "i299", "i8");
        }
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
                double sum = explanation.of(item, 100).stream()
                        .mapToDouble(Contribution::amount)
                        .sum();
                assertThat(sum).isCloseTo(c.foldIn().items().dot(item, p), within(2e-5));
                List<Contribution> all = explanation.of(item, 100);
                assertThat(all).isSortedAccordingTo(Comparator.comparingDouble(one -> -one.amount()));
                assertThat(explanation.of(item, 3)).isEqualTo(all.subList(0, Math.min(3, all.size())));
            }
        }
    }

    /** Histories shorter and longer than the vectors are explained by different systems. */
    @Test
    void shouldGiveEveryItemOfTheHistoryItsContribution() {
        Random random = new Random(10);
        for (int n : new int[] {1, 7, 31, 32, 33, 100}) {
            FoldInCase c = FoldInCase.random(random, 300, 32, n, 1f);
            Explanation explanation = c.foldIn().explain(new WeightedItems(c.items(), c.weights(), n));
            for (int item = 3; item < 300; item += 60) {
                Map<Integer, Float> found = explanation.of(item, 100).stream()
                        .collect(Collectors.toMap(Contribution::item, Contribution::amount));
                for (int i = 0; i < n; i++) {
                    if (c.weights()[i] > 0) {
                        assertThat(found.get(c.items()[i])).isCloseTo((float) c.contribution(i, item), within(2e-5f));
                    }
                }
            }
        }
    }
}
