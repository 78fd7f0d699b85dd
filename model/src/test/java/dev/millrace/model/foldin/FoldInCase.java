package dev.millrace.model.foldin;

import dev.millrace.model.factors.Cholesky;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.Gramian;
import dev.millrace.model.preferences.EventWeights;
import java.util.Random;

/**
 * One fold-in with random factors and weights, and its slow obvious twin: a double Cholesky of the normal equations.
 */
record FoldInCase(FoldIn foldIn, int[] items, float[] weights) {

    static FoldInCase random(Random random, int rows, int d, int n, float nu) {
        FoldInSettings settings = new FoldInSettings(0.1f, 0.02f, nu, 1f, EventWeights.defaults());
        int[] items = random.ints(0, rows).distinct().limit(n).toArray();
        float[] weights = new float[n];
        for (int i = 0; i < n; i++) {
            weights[i] = random.nextInt(5) == 0 ? -random.nextFloat() : 3 * random.nextFloat();
        }
        return new FoldInCase(new FoldIn(randomFactors(random, rows, d), settings), items, weights);
    }

    /** Factors whose directions differ in strength by two orders of magnitude, as learnt ones do. */
    static FactorMatrix randomFactors(Random random, int rows, int d) {
        FactorMatrix factors = new FactorMatrix(rows, d);
        for (int i = 0; i < rows * d; i++) {
            factors.values()[i] = (float) (random.nextGaussian() / (1 + i % d));
        }
        return factors;
    }

    double[] expected() {
        FactorMatrix y = foldIn.items();
        int d = y.dimension();
        double[] b = new double[d];
        for (int i = 0; i < items.length; i++) {
            for (int r = 0; r < d; r++) {
                b[r] += Math.max(0, weights[i]) * y.values()[items[i] * d + r];
            }
        }
        return solve(b);
    }

    /** What entry {@code i} contributes to the score of {@code item}: c yᵀA⁻¹y. */
    double contribution(int i, int item) {
        FactorMatrix y = foldIn.items();
        int d = y.dimension();
        double[] b = new double[d];
        for (int r = 0; r < d; r++) {
            b[r] = y.values()[items[i] * d + r];
        }
        double[] x = solve(b);
        double sum = 0;
        for (int r = 0; r < d; r++) {
            sum += y.values()[item * d + r] * x[r];
        }
        return weights[i] * sum;
    }

    /** Solves the normal equations for any right-hand side, in place. */
    private double[] solve(double[] b) {
        FactorMatrix y = foldIn.items();
        int d = y.dimension();
        double[] a = Gramian.of(y);
        double confidence = 0;
        for (int k = 0; k < a.length; k++) {
            a[k] *= foldIn.settings().alpha0();
        }
        for (int i = 0; i < items.length; i++) {
            double c = Math.abs(weights[i]);
            confidence += c;
            for (int r = 0; r < d; r++) {
                double yr = y.values()[items[i] * d + r];
                for (int s = 0; s < d; s++) {
                    a[r * d + s] += c * yr * y.values()[items[i] * d + s];
                }
            }
        }
        for (int k = 0; k < d; k++) {
            a[k * d + k] += foldIn.settings().scaledLambda(confidence, y.rows());
        }
        Cholesky.factor(a, d);
        Cholesky.solve(a, d, b);
        return b;
    }

    /** Relative L2 distance from the twin's answer. */
    double error(float[] folded) {
        double[] expected = expected();
        double difference = 0;
        double size = 0;
        for (int k = 0; k < expected.length; k++) {
            difference += (folded[k] - expected[k]) * (folded[k] - expected[k]);
            size += expected[k] * expected[k];
        }
        return size == 0 ? Math.sqrt(difference) : Math.sqrt(difference / size);
    }
}
