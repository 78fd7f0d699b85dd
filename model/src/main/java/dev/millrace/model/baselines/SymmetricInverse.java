package dev.millrace.model.baselines;

import java.util.stream.IntStream;

/** Inverse of a large symmetric positive definite matrix, all cores. */
final class SymmetricInverse {

    private SymmetricInverse() {}

    /**
     * Inverts by elimination in place (Gauss-Jordan; no pivoting is needed for positive definite matrices): n³
     * multiplications over contiguous rows.
     *
     * @param a row-major n × n; overwritten
     * @throws ArithmeticException when the matrix is not positive definite
     */
    static double[] of(double[] a, int n) {
        double[] pivotRow = new double[n];
        for (int k = 0; k < n; k++) {
            double pivot = a[k * n + k];
            if (!(pivot > 0)) {
                throw new ArithmeticException("not positive definite at row " + k);
            }
            double scale = 1 / pivot;
            for (int j = 0; j < n; j++) {
                a[k * n + j] = j == k ? scale : a[k * n + j] * scale;
            }
            System.arraycopy(a, k * n, pivotRow, 0, n);
            int row = k;
            IntStream.range(0, n).parallel().filter(i -> i != row).forEach(i -> eliminate(a, n, i, row, pivotRow));
        }
        return a;
    }

    private static void eliminate(double[] a, int n, int i, int k, double[] pivotRow) {
        int start = i * n;
        double factor = a[start + k];
        if (factor == 0) {
            return;
        }
        a[start + k] = 0;
        for (int j = 0; j < n; j++) {
            a[start + j] -= factor * pivotRow[j];
        }
    }
}
