package dev.millrace.model.foldin;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.Gramian;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.factors.PrincipalAxes;
import dev.millrace.model.preferences.History;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The exact half-step of implicit ALS: the vector p with {@code (α₀·YᵀY + λ'I + Σ |cᵢ| yᵢyᵢᵀ) p = Σ cᵢ yᵢ}, the right
 * sum over positive confidences only (Hu, Koren, Volinsky 2008, equation 4, with the weighting of Rendle et al. 2021).
 * λ' is {@link FoldInSettings#scaledLambda}. Relative error below 1e-5. Immutable; any number of threads.
 *
 * <p>Works in the principal axes of the factors. Models trained here are stored in them; for factors in other axes a
 * rotated copy is kept, and vectors are turned back.
 */
public final class FoldIn {

    private static final float[][] NO_ROWS = {};

    private final FactorMatrix factors;
    private final FoldInSettings settings;
    private final @Nullable PrincipalAxes axes; // null: the factors stand in their principal axes already
    private final HalfStep halfStep;

    public FoldIn(FactorMatrix items, FoldInSettings settings) {
        this(items, Gramian.of(items), settings);
    }

    /** @param gramian {@code YᵀY} of {@code items}, row-major d × d */
    public FoldIn(FactorMatrix items, double[] gramian, FoldInSettings settings) {
        int d = items.dimension();
        this.factors = items;
        this.settings = settings;
        this.axes = diagonal(gramian, d, settings, items.rows()) ? null : PrincipalAxes.of(gramian, d);
        float[] spectrum = new float[d];
        for (int k = 0; k < d; k++) {
            // Where there are fewer items than factors, rounding may leave an eigenvalue of 0 on either side.
            spectrum[k] = (float) (settings.alpha0() * Math.max(0, axes == null ? gramian[k * d + k] : axes.value(k)));
        }
        this.halfStep = new HalfStep(axes == null ? items : axes.rotate(items), spectrum);
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

    /** The vector of a taste, to which items may belong that the model does not know but whose vectors are known. */
    public float[] fold(WeightedItems taste) {
        float[] vector = new float[factors.dimension()];
        fold(taste.items(), taste.weights(), 0, taste.size(), rotated(taste.extra()), vector, 0);
        return vector;
    }

    /**
     * @param items rows of the first {@code n} items
     * @param weights their signed confidences, see {@link WeightedItems}
     */
    public float[] fold(int[] items, float[] weights, int n) {
        float[] vector = new float[factors.dimension()];
        fold(items, weights, 0, n, vector, 0);
        return vector;
    }

    /** The same for entries {@code from} to {@code to}, written to {@code out} from position {@code at}. */
    public void fold(int[] items, float[] weights, int from, int to, float[] out, int at) {
        fold(items, weights, from, to, NO_ROWS, out, at);
    }

    private void fold(int[] items, float[] weights, int from, int to, float[][] extra, float[] out, int at) {
        halfStep.solve(items, weights, from, to, extra, ridge(weights, from, to), out, at);
        if (axes != null) {
            int d = factors.dimension();
            float[] rotated = new float[d];
            System.arraycopy(out, at, rotated, 0, d);
            System.arraycopy(axes.back(rotated), 0, out, at, d);
        }
    }

    /** Prepares the explanation of any item's score for one user. */
    public Explanation explain(WeightedItems taste) {
        return new Explanation(
                halfStep,
                axes,
                taste,
                rotated(taste.extra()),
                ridge(taste.weights(), 0, taste.size()),
                factors.dimension());
    }

    private float[][] rotated(float[][] extra) {
        return axes == null ? extra : Arrays.stream(extra).map(axes::forth).toArray(float[][]::new);
    }

    private double ridge(float[] weights, int from, int to) {
        double confidence = 0;
        for (int i = from; i < to; i++) {
            confidence += Math.abs(weights[i]);
        }
        return settings.scaledLambda(confidence, factors.rows());
    }

    /** Whether the off-diagonal cells are so small that leaving them out keeps the error within the promised one. */
    private static boolean diagonal(double[] gramian, int d, FoldInSettings settings, int rows) {
        double ridge = settings.scaledLambda(0, rows);
        double alpha0 = settings.alpha0();
        for (int a = 0; a < d; a++) {
            for (int b = a + 1; b < d; b++) {
                double scale = (alpha0 * gramian[a * d + a] + ridge) * (alpha0 * gramian[b * d + b] + ridge);
                double cell = alpha0 * gramian[a * d + b];
                if (cell * cell > 1e-13 * scale) {
                    return false;
                }
            }
        }
        return true;
    }
}
