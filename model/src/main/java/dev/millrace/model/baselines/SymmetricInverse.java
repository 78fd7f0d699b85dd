package dev.millrace.model.baselines;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Inverse of a large symmetric positive definite matrix, all cores. */
final class SymmetricInverse {

    /** Pivots per pass over the matrix: row by row the passes would be bound by memory. A multiple of 4. */
    private static final int BLOCK = 32;

    private SymmetricInverse() {}

    /**
     * Inverts by block elimination in place (Gauss-Jordan; no pivoting is needed for positive definite matrices): n³
     * multiplications along rows. An array per row, because loops over one array with an offset do not vectorise.
     *
     * @param a n rows of n; overwritten
     * @throws ArithmeticException when the matrix is not positive definite
     */
    static double[][] of(double[][] a) {
        int n = a.length;
        for (int from = 0; from < n; from += BLOCK) {
            int first = from;
            int end = Math.min(n, from + BLOCK);
            for (int k = first; k < end; k++) {
                pivot(a, k, first, end);
            }
            IntStream.range(0, n)
                    .parallel()
                    .filter(i -> i < first || i >= end)
                    .forEach(i -> eliminate(a, i, first, end));
        }
        return a;
    }

    /** One step of the elimination among the rows of the block only. */
    private static void pivot(double[][] a, int k, int first, int end) {
        double[] row = a[k];
        double pivot = row[k];
        if (!(pivot > 0)) {
            throw new ArithmeticException("not positive definite at row " + k);
        }
        row[k] = 1;
        for (int j = 0; j < row.length; j++) {
            row[j] /= pivot;
        }
        for (int i = first; i < end; i++) {
            if (i != k) {
                double factor = a[i][k];
                a[i][k] = 0;
                subtract(a[i], factor, row);
            }
        }
    }

    /** With the block's rows [D⁻¹, D⁻¹E] a row [C, B] becomes [0, B] − C·[D⁻¹, D⁻¹E]. */
    private static void eliminate(double[][] a, int i, int first, int end) {
        double[] factors = Arrays.copyOfRange(a[i], first, end);
        Arrays.fill(a[i], first, end, 0);
        int b = 0;
        for (; b + 4 <= factors.length; b += 4) {
            subtract(a[i], factors, b, a[first + b], a[first + b + 1], a[first + b + 2], a[first + b + 3]);
        }
        for (; b < factors.length; b++) {
            subtract(a[i], factors[b], a[first + b]);
        }
    }

    private static void subtract(double[] row, double factor, double[] other) {
        for (int j = 0; j < row.length; j++) {
            row[j] -= factor * other[j];
        }
    }

    private static void subtract(
            double[] row, double[] factors, int at, double[] p0, double[] p1, double[] p2, double[] p3) {
        double f0 = factors[at];
        double f1 = factors[at + 1];
        double f2 = factors[at + 2];
        double f3 = factors[at + 3];
        for (int j = 0; j < row.length; j++) {
            row[j] -= f0 * p0[j] + f1 * p1[j] + f2 * p2[j] + f3 * p3[j];
        }
    }
}
