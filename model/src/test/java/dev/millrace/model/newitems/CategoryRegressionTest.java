package dev.millrace.model.newitems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.factors.Cholesky;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.ItemIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CategoryRegressionTest {

    private static final int ITEMS = 200;
    private static final int D = 5;

    final Random random = new Random(12);
    final ItemIndex items =
            ItemIndex.of(IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toList());
    final FactorMatrix factors = randomFactors();

    @Test
    void shouldSolveTheNormalEquationsOfRidgeRegression() {
        List<String> names = List.of("a", "b", "c", "d", "e", "f");
        Map<String, List<String>> categories = items.ids().stream()
                .collect(Collectors.toMap(id -> id, id -> names.stream()
                        .filter(name -> random.nextInt(3) == 0)
                        .toList()));

        CategoryFactors learnt =
                CategoryRegression.fit(items, factors, id -> Objects.requireNonNull(categories.get(id)));

        for (int k = 0; k < D; k++) {
            double mean = 0;
            for (int i = 0; i < ITEMS; i++) {
                mean += factors.values()[i * D + k] / ITEMS;
            }
            double[] dense = dense(categories, names, k, mean);
            for (int c = 0; c < names.size(); c++) {
                int row = 1 + learnt.names().indexOf(names.get(c));
                assertThat((double) learnt.factors().values()[row * D + k]).isCloseTo(dense[c], within(1e-5));
            }
            assertThat((double) learnt.factors().values()[k]).isCloseTo(mean, within(1e-6));
        }
        float[] expected = learnt.expected(List.of("b", "never seen"));
        int b = 1 + learnt.names().indexOf("b");
        assertThat(expected[2])
                .isCloseTo(learnt.factors().row(0)[2] + learnt.factors().row(b)[2], within(1e-6f));
    }

    private double[] dense(Map<String, List<String>> categories, List<String> names, int k, double mean) {
        int n = names.size();
        double[] normal = new double[n * n];
        double[] right = new double[n];
        for (int i = 0; i < ITEMS; i++) {
            List<String> of = Objects.requireNonNull(categories.get(items.id(i)));
            for (int a = 0; a < n; a++) {
                for (int b = 0; b < n; b++) {
                    normal[a * n + b] += of.contains(names.get(a)) && of.contains(names.get(b)) ? 1 : 0;
                }
                right[a] += of.contains(names.get(a)) ? factors.values()[i * D + k] - mean : 0;
            }
        }
        for (int a = 0; a < n; a++) {
            normal[a * n + a] += 10;
        }
        Cholesky.factor(normal, n);
        Cholesky.solve(normal, n, right);
        return right;
    }

    @Test
    void shouldLearnNothingFromCategoriesOfSingleItems() {
        CategoryFactors learnt = CategoryRegression.fit(items, factors, id -> List.of("only " + id));
        assertThat(learnt.names().size()).isZero();
        assertThat(learnt.knowsAny(List.of("only i1"))).isFalse();
    }

    @Test
    void shouldWorkWithoutAnyCategories() {
        CategoryFactors learnt = CategoryRegression.fit(items, factors, id -> new ArrayList<>());
        assertThat(learnt.expected(List.of())).hasSize(D);
    }

    private FactorMatrix randomFactors() {
        FactorMatrix matrix = new FactorMatrix(ITEMS, D);
        for (int i = 0; i < ITEMS * D; i++) {
            matrix.values()[i] = (float) random.nextGaussian();
        }
        return matrix;
    }
}
