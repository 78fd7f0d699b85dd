package dev.millrace.model.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PrincipalAxesTest {

    @Test
    void shouldMakeTheGramianDiagonalAndKeepNorms() {
        Random random = new Random(31);
        for (int d : new int[] {1, 2, 3, 10, 64, 100}) {
            // Also fewer rows than dimensions: most eigenvalues are 0 then.
            for (int rows : new int[] {1, d / 2 + 1, 300}) {
                FactorMatrix factors = random(random, rows, d);
                PrincipalAxes axes = PrincipalAxes.of(Gramian.of(factors), d);
                FactorMatrix rotated = axes.rotate(factors);
                double[] gramian = Gramian.of(rotated);
                double largest = axes.value(0);
                for (int a = 0; a < d; a++) {
                    for (int b = 0; b < d; b++) {
                        double expected = a == b ? axes.value(a) : 0;
                        assertThat(gramian[a * d + b]).isCloseTo(expected, within(1e-6 * largest));
                    }
                }
                assertThat(rotated.norm(0)).isCloseTo(factors.norm(0), within(1e-5 * factors.norm(0)));
            }
        }
    }

    @Test
    void shouldTurnVectorsBack() {
        FactorMatrix factors = random(new Random(32), 50, 20);
        PrincipalAxes axes = PrincipalAxes.of(Gramian.of(factors), 20);
        assertThat(axes.back(axes.rotate(factors).row(7))).containsExactly(factors.row(7), within(1e-5f));
    }

    @Test
    void shouldSurviveAMatrixOfZeros() {
        PrincipalAxes axes = PrincipalAxes.of(new double[9], 3);
        assertThat(axes.value(0)).isZero();
        assertThat(axes.back(new float[] {1, 2, 3})).doesNotContain(Float.NaN);
    }

    private static FactorMatrix random(Random random, int rows, int d) {
        FactorMatrix factors = new FactorMatrix(rows, d);
        for (int i = 0; i < rows * d; i++) {
            factors.values()[i] = (float) (random.nextGaussian() + (i % d == 0 ? 2 : 0));
        }
        return factors;
    }
}
