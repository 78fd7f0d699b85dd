package dev.millrace.model.foldin;

import dev.millrace.model.factors.Cholesky;
import dev.millrace.model.factors.FactorMatrix;
import java.util.Arrays;

/**
 * Solves one row of a half-step in principal axes, where {@code D = α₀YᵀY + λ'I} is diagonal.
 *
 * <p>With {@code W = C^½ Y D^-½} (one whitened row per entry) the equations become {@code (I + WᵀW) q = Wᵀt}, {@code p
 * = D^-½ q}, t being √c for a positive and 0 for a dislike. This holds for any λ', so that frequency scaling stays
 * exact, and every eigenvalue is at least 1: conjugate gradients, which the whitening preconditions with the exact
 * inverse of the unobserved part, need few steps, and the residual bounds the error of q. What does not converge, and
 * rows too long to be kept, are solved by a Cholesky factorisation.
 */
final class HalfStep {

    /** Of the norm of the residual, relative to that of the solution. */
    private static final float TOLERANCE = 1e-6f;

    private static final int MAX_STEPS = 24;

    /** Longer rows are added up into a d × d system: 1,024 × 64 floats of scratch per thread are enough. */
    private static final int MAX_KEPT = 1024;

    /** Of the trace, so that a sum of many rows stays definite in doubles. */
    private static final double ROUNDING = 1e-12;

    private final FactorMatrix factors;
    private final float[] spectrum; // α₀ times the diagonal of the Gramian
    private final int d;

    HalfStep(FactorMatrix factors, float[] spectrum) {
        this.factors = factors;
        this.spectrum = spectrum;
        this.d = factors.dimension();
    }

    /**
     * Entries {@code from} to {@code to}; writes p to {@code out} at {@code at}.
     *
     * @param extra rows beyond those of the factors, in these axes
     */
    void solve(int[] items, float[] weights, int from, int to, float[][] extra, double ridge, float[] out, int at) {
        int n = to - from;
        FoldScratch scratch = FoldScratch.of(Math.min(n, MAX_KEPT), d);
        scaleFor(ridge, scratch.scale);
        if (n > MAX_KEPT) {
            solveLong(items, weights, from, to, extra, scratch);
        } else {
            whiten(items, weights, from, n, extra, scratch);
            if (!conjugateGradients(n, scratch)) {
                solveDirectly(n, scratch);
            }
        }
        float[] q = scratch.solution;
        if (!Float.isFinite(Rows.dot(q, q, d))) {
            solveInDoubles(items, weights, from, to, extra, scratch);
        }
        for (int k = 0; k < d; k++) {
            out[at + k] = q[k] * scratch.scale[k];
        }
    }

    /** Fills {@link FoldScratch#whitened} and {@link FoldScratch#target}. */
    void whiten(int[] items, float[] weights, int from, int n, float[][] extra, FoldScratch scratch) {
        for (int i = 0; i < n; i++) {
            float weight = weights[from + i];
            float root = (float) Math.sqrt(Math.abs(weight));
            scratch.target[i] = weight > 0 ? root : 0;
            whitenRow(items[from + i], root, extra, scratch, scratch.whitened[i]);
        }
    }

    void whitenRow(int item, float root, float[][] extra, FoldScratch scratch, float[] out) {
        int rows = factors.rows();
        if (item < rows) {
            System.arraycopy(factors.values(), item * d, scratch.row, 0, d);
        } else {
            System.arraycopy(extra[item - rows], 0, scratch.row, 0, d);
        }
        Rows.scale(scratch.row, scratch.scale, root, out, d);
    }

    void scaleFor(double ridge, float[] scale) {
        float added = (float) ridge;
        for (int k = 0; k < d; k++) {
            scale[k] = (float) (1 / Math.sqrt(spectrum[k] + added));
        }
    }

    private boolean conjugateGradients(int n, FoldScratch s) {
        float[] q = s.solution;
        float[] r = s.residual;
        float[] v = s.direction;
        Arrays.fill(q, 0f);
        Arrays.fill(r, 0f);
        Rows.addScaled(s.whitened, s.target, n, r, d);
        System.arraycopy(r, 0, v, 0, d);
        float rr = Rows.dot(r, r, d);
        for (int step = 0; step < MAX_STEPS; step++) {
            if (rr <= TOLERANCE * TOLERANCE * Rows.dot(q, q, d)) {
                return true;
            }
            multiply(n, s);
            float length = rr / Rows.dot(v, s.image, d);
            Rows.add(v, length, q, 0, d);
            Rows.add(s.image, -length, r, 0, d);
            float next = Rows.dot(r, r, d);
            Rows.direction(r, next / rr, v, d);
            rr = next;
        }
        return false;
    }

    /** {@code image = (I + WᵀW)·direction}. */
    private void multiply(int n, FoldScratch s) {
        Rows.dots(s.whitened, n, s.direction, d, s.products);
        System.arraycopy(s.direction, 0, s.image, 0, d);
        Rows.addScaled(s.whitened, s.products, n, s.image, d);
    }

    private void solveDirectly(int n, FoldScratch s) {
        Arrays.fill(s.solution, 0f);
        if (n <= d) {
            // Woodbury: (I + WᵀW)⁻¹Wᵀ = Wᵀ(I + WWᵀ)⁻¹, a system of the size of the history.
            float[][] kernel = s.systemOf(n);
            kernel(n, s, kernel);
            FloatCholesky.factor(kernel, n);
            System.arraycopy(s.target, 0, s.products, 0, n);
            FloatCholesky.solve(kernel, n, s.products);
            Rows.addScaled(s.whitened, s.products, n, s.solution, d);
        } else {
            Rows.addScaled(s.whitened, s.target, n, s.solution, d);
            float[][] normal = s.systemOf(d);
            normal(n, s, normal);
            FloatCholesky.factor(normal, d);
            FloatCholesky.solve(normal, d, s.solution);
        }
    }

    /** {@code out = I + WᵀW}, its upper triangle. */
    void normal(int n, FoldScratch s, float[][] out) {
        identity(out);
        addOuterProducts(s.whitened, n, out);
    }

    /** {@code out = I + WWᵀ}, its upper triangle. */
    void kernel(int n, FoldScratch s, float[][] out) {
        for (int i = 0; i < n; i++) {
            Rows.dots(s.whitened, i, n, s.whitened[i], d, out[i]);
            out[i][i] += 1;
        }
    }

    private void solveLong(int[] items, float[] weights, int from, int to, float[][] extra, FoldScratch s) {
        float[][] normal = s.systemOf(d);
        identity(normal);
        Arrays.fill(s.solution, 0f);
        for (int start = from; start < to; start += MAX_KEPT) {
            int n = Math.min(MAX_KEPT, to - start);
            whiten(items, weights, start, n, extra, s);
            Rows.addScaled(s.whitened, s.target, n, s.solution, d);
            addOuterProducts(s.whitened, n, normal);
        }
        FloatCholesky.factor(normal, d);
        FloatCholesky.solve(normal, d, s.solution);
    }

    /**
     * The slow, sure way, for rows so heavy that floats lose the identity beside them: thousands of events of one user.
     */
    private void solveInDoubles(int[] items, float[] weights, int from, int to, float[][] extra, FoldScratch s) {
        double[] normal = new double[d * d];
        double[] right = new double[d];
        float[] row = new float[d];
        for (int i = from; i < to; i++) {
            float root = (float) Math.sqrt(Math.abs(weights[i]));
            whitenRow(items[i], root, extra, s, row);
            for (int a = 0; a < d; a++) {
                right[a] += weights[i] > 0 ? (double) root * row[a] : 0;
                for (int b = 0; b <= a; b++) {
                    normal[a * d + b] += (double) row[a] * row[b];
                }
            }
        }
        double trace = 0;
        for (int k = 0; k < d; k++) {
            trace += normal[k * d + k];
        }
        for (int k = 0; k < d; k++) {
            normal[k * d + k] += 1 + ROUNDING * trace;
        }
        Cholesky.factor(normal, d);
        Cholesky.solve(normal, d, right);
        for (int k = 0; k < d; k++) {
            s.solution[k] = (float) right[k];
        }
    }

    private void identity(float[][] matrix) {
        for (int k = 0; k < d; k++) {
            Arrays.fill(matrix[k], 0, d, 0f);
            matrix[k][k] = 1;
        }
    }

    /** To the upper triangle. */
    private void addOuterProducts(float[][] rows, int n, float[][] matrix) {
        int i = 0;
        for (; i + 3 < n; i += 4) {
            float[] a = rows[i];
            float[] b = rows[i + 1];
            float[] c = rows[i + 2];
            float[] e = rows[i + 3];
            for (int k = 0; k < d; k++) {
                Rows.addFour(a, b, c, e, a[k], b[k], c[k], e[k], matrix[k], k, d);
            }
        }
        for (; i < n; i++) {
            for (int k = 0; k < d; k++) {
                Rows.add(rows[i], rows[i][k], matrix[k], k, d);
            }
        }
    }
}
