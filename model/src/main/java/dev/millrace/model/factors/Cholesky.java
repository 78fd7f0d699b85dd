package dev.millrace.model.factors;

/** Cholesky factorisation of symmetric positive definite matrices in double precision: the slow, sure way. */
public final class Cholesky {

    private Cholesky() {}

    /**
     * Replaces the lower triangle of {@code matrix} by L with {@code L·Lᵀ = matrix}.
     *
     * @param matrix row-major, n × n
     * @throws ArithmeticException when the matrix is not positive definite
     */
    public static void factor(double[] matrix, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i * n + j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i * n + k] * matrix[j * n + k];
                }
                if (i > j) {
                    matrix[i * n + j] = sum / matrix[j * n + j];
                } else if (sum > 0) {
                    matrix[i * n + i] = Math.sqrt(sum);
                } else {
                    throw new ArithmeticException("not positive definite: pivot " + i + " is " + sum);
                }
            }
        }
    }

    /** Solves {@code L·Lᵀ x = b} in place. */
    public static void solve(double[] lower, int n, double[] b) {
        for (int i = 0; i < n; i++) {
            double sum = b[i];
            for (int k = 0; k < i; k++) {
                sum -= lower[i * n + k] * b[k];
            }
            b[i] = sum / lower[i * n + i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = b[i];
            for (int k = i + 1; k < n; k++) {
                sum -= lower[k * n + i] * b[k];
            }
            b[i] = sum / lower[i * n + i];
        }
    }
}
