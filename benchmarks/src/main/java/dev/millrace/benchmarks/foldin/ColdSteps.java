package dev.millrace.benchmarks.foldin;

import dev.millrace.model.factors.FactorMatrix;
import java.util.Arrays;

/**
 * What the {@code implicit} library does: a fixed number of steps of conjugate gradients from zero on {@code (α₀YᵀY +
 * λI + Σ cᵢyᵢyᵢᵀ) p = Σ cᵢyᵢ}. Loops that can be vectorised are.
 */
final class ColdSteps {

    private final float[][] gramian; // α₀YᵀY
    private final float[] values;
    private final int d;
    private final float[] residual;
    private final float[] direction;
    private final float[] image;
    private float[][] rows = new float[0][];

    ColdSteps(FactorMatrix factors, float[] gramian) {
        this.values = factors.values();
        this.d = factors.dimension();
        this.gramian = new float[d][];
        for (int k = 0; k < d; k++) {
            this.gramian[k] = Arrays.copyOfRange(gramian, k * d, (k + 1) * d);
        }
        this.residual = new float[d];
        this.direction = new float[d];
        this.image = new float[d];
    }

    float[] solve(int[] items, float[] weights, double ridge, int steps) {
        fetch(items);
        float[] p = new float[d];
        Arrays.fill(residual, 0);
        for (int i = 0; i < items.length; i++) {
            add(weights[i], rows[i], residual);
        }
        System.arraycopy(residual, 0, direction, 0, d);
        float square = dot(residual, residual);
        for (int step = 0; step < steps && square > 1e-20f; step++) {
            multiply(items.length, weights, (float) ridge);
            float length = square / dot(direction, image);
            add(length, direction, p);
            add(-length, image, residual);
            float next = dot(residual, residual);
            float beta = next / square;
            for (int k = 0; k < d; k++) {
                direction[k] = residual[k] + beta * direction[k];
            }
            square = next;
        }
        return p;
    }

    private void multiply(int n, float[] weights, float ridge) {
        for (int k = 0; k < d; k++) {
            image[k] = ridge * direction[k];
        }
        for (int k = 0; k < d; k++) {
            add(direction[k], gramian[k], image);
        }
        for (int i = 0; i < n; i++) {
            add(weights[i] * dot(rows[i], direction), rows[i], image);
        }
    }

    private void fetch(int[] items) {
        if (rows.length < items.length) {
            rows = new float[items.length][d];
        }
        for (int i = 0; i < items.length; i++) {
            System.arraycopy(values, items[i] * d, rows[i], 0, d);
        }
    }

    private static void add(float weight, float[] row, float[] to) {
        for (int k = 0; k < to.length; k++) {
            to[k] += weight * row[k];
        }
    }

    /** Four sums at once: a lone one waits for every addition. */
    private static float dot(float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int k = 0;
        for (; k + 3 < a.length; k += 4) {
            s0 += a[k] * b[k];
            s1 += a[k + 1] * b[k + 1];
            s2 += a[k + 2] * b[k + 2];
            s3 += a[k + 3] * b[k + 3];
        }
        for (; k < a.length; k++) {
            s0 += a[k] * b[k];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
