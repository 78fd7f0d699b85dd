package dev.millrace.model.factors;

import java.util.Arrays;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder reduction to tridiagonal form, then the implicit QL
 * method (Golub and Van Loan, Matrix Computations, 4th ed., 8.3; EISPACK's tred2 and tql2). About 9 d³ operations.
 */
final class SymmetricEigen {

    private static final int MAX_ITERATIONS = 60;

    private final int n;
    private final double[][] v;
    private final double[] d;
    private final double[] e;

    /** @param matrix row-major n × n, symmetric, finite */
    SymmetricEigen(double[] matrix, int n) {
        this.n = n;
        this.v = new double[n][n];
        this.d = new double[n];
        this.e = new double[n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix, i * n, v[i], 0, n);
        }
        tridiagonalise();
        diagonalise();
    }

    /** Eigenvalue {@code k}; in no particular order. */
    double value(int k) {
        return d[k];
    }

    /** Component {@code i} of eigenvector {@code k}, which has length 1. */
    double vector(int i, int k) {
        return v[i][k];
    }

    private void tridiagonalise() {
        System.arraycopy(v[n - 1], 0, d, 0, n);
        for (int i = n - 1; i > 0; i--) {
            double scale = 0;
            for (int k = 0; k < i; k++) {
                scale += Math.abs(d[k]);
            }
            double h = scale == 0 ? skipReflection(i) : reflect(i, scale);
            d[i] = h;
        }
        accumulate();
    }

    private double skipReflection(int i) {
        e[i] = d[i - 1];
        for (int j = 0; j < i; j++) {
            d[j] = v[i - 1][j];
            v[i][j] = 0;
            v[j][i] = 0;
        }
        return 0;
    }

    private double reflect(int i, double scale) {
        double h = 0;
        for (int k = 0; k < i; k++) {
            d[k] /= scale;
            h += d[k] * d[k];
        }
        double f = d[i - 1];
        double g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h);
        e[i] = scale * g;
        h -= f * g;
        d[i - 1] = f - g;
        applySimilarity(i, h);
        return h;
    }

    private void applySimilarity(int i, double h) {
        for (int j = 0; j < i; j++) {
            e[j] = 0;
        }
        for (int j = 0; j < i; j++) {
            double f = d[j];
            v[j][i] = f;
            double g = e[j] + v[j][j] * f;
            for (int k = j + 1; k < i; k++) {
                g += v[k][j] * d[k];
                e[k] += v[k][j] * f;
            }
            e[j] = g;
        }
        double f = 0;
        for (int j = 0; j < i; j++) {
            e[j] /= h;
            f += e[j] * d[j];
        }
        double half = f / (h + h);
        for (int j = 0; j < i; j++) {
            e[j] -= half * d[j];
        }
        for (int j = 0; j < i; j++) {
            for (int k = j; k < i; k++) {
                v[k][j] -= d[j] * e[k] + e[j] * d[k];
            }
            d[j] = v[i - 1][j];
            v[i][j] = 0;
        }
    }

    private void accumulate() {
        for (int i = 0; i < n - 1; i++) {
            v[n - 1][i] = v[i][i];
            v[i][i] = 1;
            double h = d[i + 1];
            if (h != 0) {
                for (int k = 0; k <= i; k++) {
                    d[k] = v[k][i + 1] / h;
                }
                for (int j = 0; j <= i; j++) {
                    double g = 0;
                    for (int k = 0; k <= i; k++) {
                        g += v[k][i + 1] * v[k][j];
                    }
                    for (int k = 0; k <= i; k++) {
                        v[k][j] -= g * d[k];
                    }
                }
            }
            for (int k = 0; k <= i; k++) {
                v[k][i + 1] = 0;
            }
        }
        System.arraycopy(v[n - 1], 0, d, 0, n);
        Arrays.fill(v[n - 1], 0);
        v[n - 1][n - 1] = 1;
        e[0] = 0;
    }

    private void diagonalise() {
        System.arraycopy(e, 1, e, 0, n - 1);
        e[n - 1] = 0;
        double shift = 0;
        double largest = 0;
        for (int l = 0; l < n; l++) {
            largest = Math.max(largest, Math.abs(d[l]) + Math.abs(e[l]));
            double negligible = Math.ulp(1.0) * largest;
            int m = l;
            while (m < n - 1 && Math.abs(e[m]) > negligible) {
                m++;
            }
            for (int iteration = 0; m > l && Math.abs(e[l]) > negligible; iteration++) {
                if (iteration == MAX_ITERATIONS) {
                    throw new ArithmeticException("eigenvalues did not converge; is the matrix finite?");
                }
                shift += shiftBlock(l);
                sweep(l, m);
            }
            d[l] += shift;
            e[l] = 0;
        }
    }

    private double shiftBlock(int l) {
        double g = d[l];
        double p = (d[l + 1] - g) / (2 * e[l]);
        double r = p < 0 ? -Math.hypot(p, 1) : Math.hypot(p, 1);
        d[l] = e[l] / (p + r);
        d[l + 1] = e[l] * (p + r);
        double h = g - d[l];
        for (int i = l + 2; i < n; i++) {
            d[i] -= h;
        }
        return h;
    }

    private void sweep(int l, int m) {
        double next = d[l + 1];
        double subdiagonal = e[l + 1];
        double p = d[m];
        double c = 1;
        double c2 = 1;
        double c3 = 1;
        double s = 0;
        double s2 = 0;
        for (int i = m - 1; i >= l; i--) {
            c3 = c2;
            c2 = c;
            s2 = s;
            double g = c * e[i];
            double h = c * p;
            double r = Math.hypot(p, e[i]);
            e[i + 1] = s * r;
            s = e[i] / r;
            c = p / r;
            p = c * d[i] - s * g;
            d[i + 1] = h + s * (c * g + s * d[i]);
            rotate(i, c, s);
        }
        p = -s * s2 * c3 * subdiagonal * e[l] / next;
        e[l] = s * p;
        d[l] = c * p;
    }

    private void rotate(int i, double c, double s) {
        for (int k = 0; k < n; k++) {
            double h = v[k][i + 1];
            v[k][i + 1] = s * v[k][i] + c * h;
            v[k][i] = c * v[k][i] - s * h;
        }
    }
}
