package dev.millrace.model.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.factors.FactorMatrix;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link RetrievalIndex} has to do. */
abstract class RetrievalIndexContract {

    private static final IntPredicate NONE = item -> false;

    abstract RetrievalIndex index(FactorMatrix factors);

    @Test
    void shouldFindTheBestOfRandomItems() {
        Random random = new Random(21);
        for (int round = 0; round < 150; round++) {
            FactorMatrix factors = randomFactors(random, 1 + random.nextInt(3000), 1 + random.nextInt(70), false);
            BitSet consumed = randomSubset(random, factors.rows(), random.nextInt(4) / 4.0);
            int k = 1 + random.nextInt(50);
            float[] vector = vector(random, factors.dimension(), false);
            TopItems found = index(factors).search(vector, k, consumed::get);
            assertThat(Arrays.stream(items(found)).noneMatch(consumed::get)).isTrue();
            assertSameScores(found, factors, vector, sorted(factors, vector, k, consumed));
        }
    }

    @Test
    void shouldOrderEqualScoresByRow() {
        Random random = new Random(22);
        for (int round = 0; round < 150; round++) {
            // Small whole numbers: every sum is exact in float, so scores tie exactly and often.
            FactorMatrix factors = randomFactors(random, 1 + random.nextInt(2000), 1 + random.nextInt(9), true);
            BitSet consumed = randomSubset(random, factors.rows(), 0.2);
            int k = 1 + random.nextInt(60);
            float[] vector = vector(random, factors.dimension(), true);
            TopItems found = index(factors).search(vector, k, consumed::get);
            assertThat(items(found)).isEqualTo(sorted(factors, vector, k, consumed));
        }
    }

    @Test
    void shouldListLowestRowsForAVectorOfZeros() {
        FactorMatrix factors = randomFactors(new Random(23), 900, 12, false);
        TopItems found = index(factors).search(new float[12], 4, item -> item == 1);
        assertThat(items(found)).containsExactly(0, 2, 3, 4);
    }

    @Test
    void shouldListItemsOfZeros() {
        TopItems found = index(new FactorMatrix(700, 5)).search(new float[] {1, 2, 3, 4, 5}, 3, NONE);
        assertThat(items(found)).containsExactly(0, 1, 2);
    }

    @Test
    void shouldListEverythingWhenAskedForMoreThanThereIs() {
        FactorMatrix factors = randomFactors(new Random(24), 37, 6, false);
        TopItems found = index(factors).search(vector(new Random(25), 6, false), 1000, item -> item % 2 == 0);
        assertThat(items(found))
                .containsExactlyInAnyOrder(
                        IntStream.range(0, 37).filter(i -> i % 2 == 1).toArray());
    }

    @Test
    void shouldListNothingWhenEverythingIsExcluded() {
        FactorMatrix factors = randomFactors(new Random(26), 2000, 6, false);
        assertThat(index(factors)
                        .search(vector(new Random(27), 6, false), 10, item -> true)
                        .size())
                .isZero();
    }

    @Test
    void shouldListNothingForNoItemsAndForKOfZero() {
        assertThat(index(new FactorMatrix(0, 3)).search(new float[3], 5, NONE).size())
                .isZero();
        assertThat(index(new FactorMatrix(9, 3)).search(new float[3], 0, NONE).size())
                .isZero();
    }

    @Test
    void shouldFindTheBestOfNegativeScores() {
        FactorMatrix factors = randomFactors(new Random(28), 1500, 8, false);
        for (int i = 0; i < factors.values().length; i++) {
            factors.values()[i] = Math.abs(factors.values()[i]) + 0.01f;
        }
        float[] vector = {-1, -1, -1, -1, -1, -1, -1, -1};
        TopItems found = index(factors).search(vector, 25, NONE);
        assertThat(found.score(0)).isNegative();
        assertSameScores(found, factors, vector, sorted(factors, vector, 25, new BitSet()));
    }

    @Test
    void shouldSearchSeveralUsersAsItSearchesOne() {
        Random random = new Random(29);
        for (int users : new int[] {1, 2, 3, 7, 8, 33}) {
            FactorMatrix factors = randomFactors(random, 2500, 10, true);
            RetrievalIndex index = index(factors);
            float[][] vectors = new float[users][];
            IntPredicate[] excluded = new IntPredicate[users];
            for (int u = 0; u < users; u++) {
                vectors[u] = vector(random, 10, true);
                excluded[u] = randomSubset(random, 2500, 0.1)::get;
            }
            TopItems[] found = index.search(vectors, 15, excluded);
            for (int u = 0; u < users; u++) {
                TopItems single = index.search(vectors[u], 15, excluded[u]);
                assertThat(items(found[u])).isEqualTo(items(single));
            }
        }
    }

    @Test
    void shouldRefuseAVectorOfAnotherDimension() {
        assertThatThrownBy(() -> index(new FactorMatrix(5, 3)).search(new float[4], 1, NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 factors")
                .hasMessageContaining("items of 3");
    }

    /** Scores in double; order by score, then row. */
    private static int[] sorted(FactorMatrix factors, float[] vector, int k, BitSet consumed) {
        double[] scores = new double[factors.rows()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = score(factors, vector, i);
        }
        return IntStream.range(0, factors.rows())
                .filter(i -> !consumed.get(i))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]).thenComparing(i -> i))
                .limit(k)
                .mapToInt(i -> i)
                .toArray();
    }

    /** Rows may swap where floats cannot tell their scores apart; the score at each rank may not. */
    private static void assertSameScores(TopItems found, FactorMatrix factors, float[] vector, int[] expected) {
        assertThat(found.size()).isEqualTo(expected.length);
        assertThat(Arrays.stream(items(found)).distinct().count()).isEqualTo(expected.length);
        for (int rank = 0; rank < expected.length; rank++) {
            double score = score(factors, vector, expected[rank]);
            assertThat((double) found.score(rank)).isCloseTo(score, within(1e-4));
            assertThat(score(factors, vector, found.item(rank))).isCloseTo(score, within(1e-4));
        }
    }

    private static double score(FactorMatrix factors, float[] vector, int row) {
        double sum = 0;
        for (int k = 0; k < vector.length; k++) {
            sum += (double) factors.values()[row * vector.length + k] * vector[k];
        }
        return sum;
    }

    private static int[] items(TopItems found) {
        return IntStream.range(0, found.size()).map(found::item).toArray();
    }

    private static BitSet randomSubset(Random random, int rows, double share) {
        BitSet subset = new BitSet();
        for (int i = 0; i < rows; i++) {
            subset.set(i, random.nextDouble() < share);
        }
        return subset;
    }

    private static float[] vector(Random random, int d, boolean whole) {
        float[] vector = new float[d];
        for (int k = 0; k < d; k++) {
            vector[k] = whole ? random.nextInt(5) - 2 : (float) random.nextGaussian();
        }
        return vector;
    }

    /** Norms spread over two orders of magnitude, so that pruning has something to prune. */
    private static FactorMatrix randomFactors(Random random, int rows, int d, boolean whole) {
        FactorMatrix factors = new FactorMatrix(rows, d);
        for (int i = 0; i < rows; i++) {
            float scale = (float) Math.exp(random.nextGaussian());
            for (int k = 0; k < d; k++) {
                factors.values()[i * d + k] = whole
                        ? (random.nextInt(7) - 3) * (random.nextInt(8) == 0 ? 3 : 1)
                        : scale * (float) random.nextGaussian();
            }
        }
        return factors;
    }
}
