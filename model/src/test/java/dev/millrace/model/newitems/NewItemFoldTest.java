package dev.millrace.model.newitems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.foldin.FoldIn;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.preferences.EventWeights;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NewItemFoldTest {

    static final double EXPOSURE = 0.3;

    final Random random = new Random(31);

    @Test
    void shouldBeTheHalfStepOfTrainingWithLessWeightOnWhatWasNotObserved() {
        for (int d : new int[] {1, 3, 16, 64}) {
            for (int n : new int[] {1, 2, 10, 80}) {
                FactorMatrix users = users(300, d);
                int[] touching = random.ints(0, 300).distinct().limit(n).toArray();
                float[] weights = weights(n);

                float[] folded = new NewItemFold(basis(users), settings(0.1f, n % 2))
                        .fold(sums(users, touching, weights), new float[d]);

                float[] trained =
                        new FoldIn(users, settings((float) (0.1 * EXPOSURE), n % 2)).fold(touching, weights, n);
                for (int k = 0; k < d; k++) {
                    assertThat(folded[k]).as("d=%d n=%d", d, n).isCloseTo(trained[k], within(2e-5f));
                }
            }
        }
    }

    /** The slow twin: what is minimised, written out over every user. */
    @Test
    void shouldMinimiseTheLossOverAllUsers() {
        for (int round = 0; round < 40; round++) {
            int d = 1 + random.nextInt(12);
            FactorMatrix users = users(150, d);
            int n = 1 + random.nextInt(15);
            int[] touching = random.ints(0, 150).distinct().limit(n).toArray();
            float[] weights = weights(n);
            FoldInSettings settings = settings(0.1f, 0);
            NewItemBasis basis = basis(users);
            float[] expected = vector(d);

            float[] folded = new NewItemFold(basis, settings).fold(sums(users, touching, weights), expected);

            double least = loss(users, touching, weights, settings, expected, folded);
            for (int k = 0; k < d; k++) {
                for (float step : new float[] {0.01f, -0.01f}) {
                    float[] other = folded.clone();
                    other[k] += step;
                    assertThat(loss(users, touching, weights, settings, expected, other))
                            .isGreaterThan(least);
                }
            }
        }
    }

    private static double loss(
            FactorMatrix users,
            int[] touching,
            float[] weights,
            FoldInSettings settings,
            float[] expected,
            float[] item) {
        double loss = 0;
        for (int u = 0; u < users.rows(); u++) {
            double gap = users.dot(u, item) - users.dot(u, expected);
            loss += EXPOSURE * settings.alpha0() * gap * gap;
        }
        for (int i = 0; i < touching.length; i++) {
            double gap = (weights[i] > 0 ? 1 : 0) - users.dot(touching[i], item);
            loss += Math.abs(weights[i]) * gap * gap;
        }
        double ridge = settings.scaledLambda(0, 1); // the same for all rows at ν = 0
        for (int k = 0; k < item.length; k++) {
            loss += ridge * (item[k] - expected[k]) * (item[k] - expected[k]);
        }
        return loss;
    }

    @Test
    void shouldExpectOfAnUntouchedItemWhatItsCategoriesTell() {
        float[] expected = vector(8);
        float[] folded = new NewItemFold(basis(users(50, 8)), settings(0.1f, 1)).fold(NewItemSums.none(8), expected);
        assertThat(folded).containsExactly(expected, within(1e-6f));
    }

    /** One user: rank 1, which floats round to a matrix that is not quite definite; nothing beside it to hide that. */
    @Test
    void shouldFoldWithAGramianOfDeficientRank() {
        Random random = new Random(2);
        int d = 32;
        for (int trial = 0; trial < 50; trial++) {
            FactorMatrix user = new FactorMatrix(1, d);
            for (int k = 0; k < d; k++) {
                user.values()[k] = (float) (1e3 * random.nextGaussian());
            }
            var categories = new CategoryFactors(ItemIndex.of(List.of()), new FactorMatrix(1, d));
            var fold = new NewItemFold(NewItemBasis.of(user, categories), FoldInSettings.defaults());

            fold.check();
            for (float factor : fold.fold(NewItemSums.none(d).with(1, user.row(0), 1), new float[d])) {
                assertThat(factor).isFinite();
            }
        }
    }

    @Test
    void shouldRefuseAGramianThatIsNone() {
        var basis = new NewItemBasis(5, new float[] {1, 9, 9, 1}, noCategories(2));
        assertThatThrownBy(() -> new NewItemFold(basis, settings(0.1f, 0)).check())
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("not positive definite");
    }

    private static NewItemBasis basis(FactorMatrix users) {
        return NewItemBasis.of(users, noCategories(users.dimension()));
    }

    static CategoryFactors noCategories(int d) {
        return new CategoryFactors(ItemIndex.of(List.of()), new FactorMatrix(1, d));
    }

    private static NewItemSums sums(FactorMatrix users, int[] touching, float[] weights) {
        NewItemSums sums = NewItemSums.none(users.dimension());
        for (int i = 0; i < touching.length; i++) {
            sums = sums.with(weights[i], users.row(touching[i]), i);
        }
        return sums;
    }

    private static FoldInSettings settings(float alpha0, int nu) {
        return new FoldInSettings(alpha0, 0.02f, nu, 1f, EventWeights.defaults());
    }

    private FactorMatrix users(int rows, int d) {
        FactorMatrix users = new FactorMatrix(rows, d);
        for (int i = 0; i < rows * d; i++) {
            users.values()[i] = (float) (random.nextGaussian() / (1 + i % d));
        }
        return users;
    }

    private float[] weights(int n) {
        float[] weights = new float[n];
        for (int i = 0; i < n; i++) {
            weights[i] = random.nextInt(5) == 0 ? -random.nextFloat() : 3 * random.nextFloat();
        }
        return weights;
    }

    private float[] vector(int d) {
        float[] vector = new float[d];
        for (int k = 0; k < d; k++) {
            vector[k] = (float) random.nextGaussian() / 4;
        }
        return vector;
    }
}
