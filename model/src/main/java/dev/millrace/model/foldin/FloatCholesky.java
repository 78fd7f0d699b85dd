package dev.millrace.model.foldin;

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
            for (int k = j + 1; k < n; k++) {
                b[k] -= u[j][k] * b[j];
            }
        }
        for (int j = n - 1; j >= 0; j--) {
            float sum = b[j];
            for (int k = j + 1; k < n; k++) {
                sum -= u[j][k] * b[k];
            }
            b[j] = sum / u[j][j];
        }
    }

    /** Solves {@code UᵀU X = B} in place for {@code B} of n rows: the columns all at once, along the rows. */
    static void solveRows(float[][] u, int n, float[][] b, int length) {
        for (int j = 0; j < n; j++) {
            Rows.add(b[j], 1 / u[j][j] - 1, b[j], 0, length);
            for (int i = j + 1; i < n; i++) {
                Rows.add(b[j], -u[j][i], b[i], 0, length);
            }
        }
        for (int j = n - 1; j >= 0; j--) {
            for (int i = j + 1; i < n; i++) {
                Rows.add(b[i], -u[j][i], b[j], 0, length);
            }
            Rows.add(b[j], 1 / u[j][j] - 1, b[j], 0, length);
        }
    }
}
