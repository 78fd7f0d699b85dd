package dev.millrace.model.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.factors.Cholesky;
import dev.millrace.model.replay.InteractionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The twin solves one ridge regression per item, on all items but that one: what EASE's closed form stands for. */
class EaseTest extends ContenderContract {

    static final double LAMBDA = 3;
    static final double DECAY = 0.9;
    static final int TRAINED_AFTER = 60;

    @Override
    Contender contender(InteractionLog log) {
        return new Ease(log, WEIGHTS, new Ease.Settings(LAMBDA, ITEMS, DECAY), new int[] {TRAINED_AFTER});
    }

    @Override
    double[] scores(InteractionLog log, int until, int user) {
        double[] scores = new double[ITEMS];
        if (until >= TRAINED_AFTER) {
            List<List<Integer>> rows = new ArrayList<>();
            for (int other = 0; other < USERS; other++) {
                rows.add(newestFirst(log, TRAINED_AFTER, other));
            }
            score(scores, regressions(rows), newestFirst(log, until, user));
        }
        return scores;
    }

    @Test
    void shouldFindTheSameMapFromEitherSide() {
        var random = new Random(2);
        List<List<Integer>> rows = new ArrayList<>();
        for (int user = 0; user < 40; user++) {
            List<Integer> row = new ArrayList<>();
            for (int item = 0; item < ITEMS; item++) {
                if (random.nextInt(4) == 0) {
                    row.add(item);
                }
            }
            rows.add(row);
        }
        for (int users : new int[] {10, 40}) { // fewer users than items, and more
            List<List<Integer>> some = rows.subList(0, users);
            int[][] itemsOfUser = some.stream()
                    .map(row -> row.stream().mapToInt(Integer::intValue).toArray())
                    .toArray(int[][]::new);
            double[] expected = new double[ITEMS];
            double[] found = new double[ITEMS];
            score(expected, regressions(some), List.of(4, 1, 7));

            EaseMap.learn(itemsOfUser, ITEMS, LAMBDA, ITEMS)
                    .addTo(found, new int[] {4, 1, 7}, new double[] {1, DECAY, DECAY * DECAY});

            assertThat(found).containsExactly(expected, within(1e-6));
        }
    }

    @Test
    void shouldInvert() {
        var random = new Random(8);
        int n = 75;
        double[][] matrix = new double[n][n];
        for (int sample = 0; sample < 100; sample++) {
            double[] x = random.doubles(n, -1, 1).toArray();
            for (int a = 0; a < n; a++) {
                for (int b = 0; b < n; b++) {
                    matrix[a][b] += x[a] * x[b];
                }
            }
        }
        double[][] copy = new double[n][];
        for (int a = 0; a < n; a++) {
            matrix[a][a] += 1;
            copy[a] = matrix[a].clone();
        }

        double[][] inverse = SymmetricInverse.of(copy);

        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                double product = 0;
                for (int k = 0; k < n; k++) {
                    product += matrix[a][k] * inverse[k][b];
                }
                assertThat(product).isEqualTo(a == b ? 1 : 0, within(1e-9));
            }
        }
    }

    private static void score(double[] scores, double[][] map, List<Integer> newestFirst) {
        double weight = 1;
        for (int own : newestFirst) {
            for (int item = 0; item < ITEMS; item++) {
                scores[item] += weight * map[own][item];
            }
            weight *= DECAY;
        }
    }

    private static double[][] regressions(List<List<Integer>> rows) {
        double[][] map = new double[ITEMS][ITEMS];
        int n = ITEMS - 1;
        for (int target = 0; target < ITEMS; target++) {
            double[] a = new double[n * n];
            double[] b = new double[n];
            for (int k = 0; k < n; k++) {
                a[k * n + k] = LAMBDA;
            }
            for (List<Integer> row : rows) {
                for (int left : row) {
                    for (int right : row) {
                        if (left != target && right != target) {
                            a[column(left, target) * n + column(right, target)]++;
                        }
                    }
                    if (left != target && row.contains(target)) {
                        b[column(left, target)]++;
                    }
                }
            }
            Cholesky.factor(a, n);
            Cholesky.solve(a, n, b);
            for (int item = 0; item < ITEMS; item++) {
                map[item][target] = item == target ? 0 : b[column(item, target)];
            }
        }
        return map;
    }

    private static int column(int item, int target) {
        return item < target ? item : item - 1;
    }
}
