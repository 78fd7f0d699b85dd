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
        int odd = firstOddPivot(matrix, n);
        if (odd >= 0) {
            throw new ArithmeticException("not positive definite: pivot " + odd + " is " + matrix[odd * n + odd]);
        }
    }

    /** As {@link #factor}; false, with {@code matrix} spoilt, when it is not positive definite. */
    public static boolean tryFactor(double[] matrix, int n) {
        return firstOddPivot(matrix, n) < 0;
    }

    /** -1 when the matrix is positive definite; else the row whose pivot, left in its place, is not above 0. */
    private static int firstOddPivot(double[] matrix, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i * n + j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i * n + k] * matrix[j * n + k];
                }
                if (i > j) {
                    matrix[i * n + j] = sum / matrix[j * n + j];
                } else if (sum > 0 && Double.isFinite(sum)) {
                    matrix[i * n + i] = Math.sqrt(sum);
                } else {
                    matrix[i * n + i] = sum;
                    return i;
                }
            }
        }
        return -1;
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
