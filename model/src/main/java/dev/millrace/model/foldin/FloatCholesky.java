package dev.millrace.model.foldin;

import java.util.Arrays;

/**
 * Cholesky factorisation {@code A = UᵀU} in floats on rows: for matrices whose eigenvalues are all at least 1, where
 * floats are enough.
 */
final class FloatCholesky {

    private FloatCholesky() {}

    /** Replaces the upper triangle of {@code a} by U; right-looking, so that the inner loop runs along a row. */
    static void factor(float[][] a, int n) {
        for (int j = 0; j < n; j++) {
            float[] pivot = a[j];
            float inverse = (float) (1 / Math.sqrt(pivot[j]));
            for (int k = j; k < n; k++) {
                pivot[k] *= inverse;
            }
            for (int i = j + 1; i < n; i++) {
                Rows.add(pivot, -pivot[i], a[i], i, n);
            }
        }
    }

    /** Solves {@code UᵀU x = b} in place. */
    static void solve(float[][] u, int n, float[] b) {
        for (int j = 0; j < n; j++) {
            b[j] /= u[j][j];
            Rows.add(u[j], -b[j], b, j + 1, n);
        }
        for (int j = n - 1; j >= 0; j--) {
            b[j] = (b[j] - Rows.dot(u[j], b, j + 1, n)) / u[j][j];
        }
    }

    /**
     * Writes the whole of {@code (UᵀU)⁻¹} to {@code inverse}. Dearer than a few solutions, cheaper than a dozen: a
     * product with the inverse runs along its rows, where a solution waits for each unknown in turn.
     */
    static void invert(float[][] u, int n, float[][] inverse) {
        // U⁻ᵀ from the first row on; it has nothing above the diagonal.
        for (int i = 0; i < n; i++) {
            float[] row = inverse[i];
            Arrays.fill(row, 0, n, 0f);
            for (int j = 0; j < i; j++) {
                Rows.add(inverse[j], -u[j][i], row, 0, j + 1);
            }
            row[i] = 1;
            divide(row, u[i][i], i + 1);
        }
        // U⁻¹ times that from the last row on; above the diagonal stands what stands below.
        for (int i = n - 1; i >= 0; i--) {
            float[] row = inverse[i];
            int j = i + 1;
            for (; j + 3 < n; j += 4) {
                Rows.addFour(
                        inverse[j],
                        inverse[j + 1],
                        inverse[j + 2],
                        inverse[j + 3],
                        -u[i][j],
                        -u[i][j + 1],
                        -u[i][j + 2],
                        -u[i][j + 3],
                        row,
                        0,
                        i + 1);
            }
            for (; j < n; j++) {
                Rows.add(inverse[j], -u[i][j], row, 0, i + 1);
            }
            divide(row, u[i][i], i + 1);
            for (int k = 0; k < i; k++) {
                inverse[k][i] = row[k];
            }
        }
    }

    private static void divide(float[] row, float by, int length) {
        float inverse = 1 / by;
        for (int k = 0; k < length; k++) {
            row[k] *= inverse;
        }
    }
}
