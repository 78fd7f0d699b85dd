package dev.millrace.model.foldin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FloatCholeskyTest {

    @Test
    void shouldInvertAsTheSolutionsOfTheUnitVectorsSay() {
        var random = new Random(3);
        for (int n : new int[] {1, 2, 5, 8, 31, 64}) {
            float[][] u = system(random, n);
            FloatCholesky.factor(u, n);
            float[][] inverse = new float[n + 2][n + 2]; // buffers may be larger, and hold anything
            for (float[] row : inverse) {
                Arrays.fill(row, 7);
            }
            FloatCholesky.invert(u, n, inverse);
            for (int i = 0; i < n; i++) {
                float[] expected = new float[n];
                expected[i] = 1;
                FloatCholesky.solve(u, n, expected);
                assertThat(Arrays.copyOf(inverse[i], n)).containsExactly(expected, within(1e-6f));
            }
        }
    }

    /** The identity and what a few vectors add: eigenvalues of 1 and above. */
    private static float[][] system(Random random, int n) {
        float[][] a = new float[n][n];
        for (int i = 0; i < n; i++) {
            a[i][i] = 1;
        }
        for (int vector = 0; vector < 2 * n; vector++) {
            double[] v = random.doubles(n, -0.5, 0.5).toArray();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    a[i][j] += (float) (v[i] * v[j]);
                }
            }
        }
        return a;
    }
}
