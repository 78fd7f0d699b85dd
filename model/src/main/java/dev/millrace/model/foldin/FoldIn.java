package dev.millrace.model.foldin;

import dev.millrace.model.factors.Cholesky;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.Gramian;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.preferences.History;

/**
 * The exact half-step of implicit ALS: the vector p with {@code (α₀·YᵀY + λ'I + Σ |cᵢ| yᵢyᵢᵀ) p = Σ cᵢ yᵢ}, the right
 * sum over positive confidences only. λ' is {@link FoldInSettings#scaledLambda}. Immutable; any number of threads.
 */
public final class FoldIn {

    private final FactorMatrix factors;
    private final double[] gramian;
    private final FoldInSettings settings;

    public FoldIn(FactorMatrix items, FoldInSettings settings) {
        this(items, Gramian.of(items), settings);
    }

    /** @param gramian {@code YᵀY} of {@code items}, row-major d × d */
    public FoldIn(FactorMatrix items, double[] gramian, FoldInSettings settings) {
        this.factors = items;
        this.gramian = gramian;
        this.settings = settings;
    }

    public FactorMatrix items() {
        return factors;
    }

    public FoldInSettings settings() {
        return settings;
    }

    /** The preference vector of a history; zeros when it holds nothing that the model knows. */
    public float[] fold(History history, ItemIndex index) {
        return fold(WeightedItems.of(history, index, settings));
    }

    public float[] fold(WeightedItems taste) {
        return fold(taste.items(), taste.weights(), taste.size());
    }

    /**
     * @param items rows of the first {@code n} items
     * @param weights their signed confidences, see {@link WeightedItems}
     */
    public float[] fold(int[] items, float[] weights, int n) {
        int d = factors.dimension();
        double[] b = new double[d];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < d && weights[i] > 0; k++) {
                b[k] += weights[i] * (double) factors.values()[items[i] * d + k];
            }
        }
        Cholesky.solve(factored(items, weights, n), d, b);
        float[] p = new float[d];
        for (int k = 0; k < d; k++) {
            p[k] = (float) b[k];
        }
        return p;
    }

    /** Prepares the explanation of any item's score for one user. */
    public Explanation explain(WeightedItems taste) {
        return new Explanation(factors, factored(taste.items(), taste.weights(), taste.size()), taste);
    }

    private double[] factored(int[] items, float[] weights, int n) {
        int d = factors.dimension();
        double[] a = new double[d * d];
        for (int k = 0; k < a.length; k++) {
            a[k] = settings.alpha0() * gramian[k];
        }
        double confidence = 0;
        float[] y = factors.values();
        for (int i = 0; i < n; i++) {
            double c = Math.abs(weights[i]);
            confidence += c;
            int offset = items[i] * d;
            for (int r = 0; r < d; r++) {
                for (int s = 0; s <= r; s++) {
                    a[r * d + s] += c * y[offset + r] * y[offset + s];
                }
            }
        }
        double ridge = settings.scaledLambda(confidence, factors.rows());
        for (int k = 0; k < d; k++) {
            a[k * d + k] += ridge;
        }
        Cholesky.factor(a, d);
        return a;
    }
}
