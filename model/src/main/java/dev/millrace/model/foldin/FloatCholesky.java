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
            Rows.add(u[j], -b[j], b, j + 1, n);
        }
        for (int j = n - 1; j >= 0; j--) {
            b[j] = (b[j] - Rows.dot(u[j], b, j + 1, n)) / u[j][j];
        }
    }
}
