package dev.millrace.model.factors;

/** The Gramian {@code YᵀY} of a factor matrix: d × d, symmetric, both halves filled, summed in double. */
public final class Gramian {

    private Gramian() {}

    /** @return row-major d × d */
    public static double[] of(FactorMatrix factors) {
        return of(factors, 0, factors.rows());
    }

    /** The share of rows {@code from} (inclusive) to {@code to} (exclusive), for summing in parallel. */
    public static double[] of(FactorMatrix factors, int from, int to) {
        int d = factors.dimension();
        float[] values = factors.values();
        double[] sum = new double[d * d];
        double[] row = new double[d];
        for (int i = from; i < to; i++) {
            for (int k = 0; k < d; k++) {
                row[k] = values[i * d + k];
            }
            addOuter(sum, row, d);
        }
        mirror(sum, d);
        return sum;
    }

    private static void addOuter(double[] sum, double[] row, int d) {
        for (int a = 0; a < d; a++) {
            double value = row[a];
            for (int b = a, cell = a * d + a; b < d; b++, cell++) {
                sum[cell] += value * row[b];
            }
        }
    }

    private static void mirror(double[] matrix, int d) {
        for (int a = 0; a < d; a++) {
            for (int b = a + 1; b < d; b++) {
                matrix[b * d + a] = matrix[a * d + b];
            }
        }
    }
}
