package dev.millrace.model.newitems;

import dev.millrace.model.factors.Cholesky;
import dev.millrace.model.foldin.FoldInSettings;

/**
 * The half-step of implicit ALS on the item side (Hu, Koren, Volinsky 2008, equation 5), for an item that training has
 * not seen: {@code y = p + (ε·α₀UᵀU + λ'I + Σ|c|uuᵀ)⁻¹ (Σcu - Σ|c|uuᵀp)}, the first sum over positives. Without touches
 * that is p, what the item's categories let expect; each touch moves it by what p did not foresee. With p = 0 and ε = 1
 * it is the half-step as training does it.
 *
 * <p>ε is how far an item that is new differs from one that has been there throughout the training: that somebody has
 * not touched it says less while it has hardly been seen. Immutable; any number of threads.
 */
public final class NewItemFold {

    /** ε; measured, see docs/decisions/046-new-items.md. */
    private static final double EXPOSURE = 0.3;

    /** Of the trace; floats keep seven digits. */
    private static final double ROUNDING = 1e-6;

    private final NewItemBasis basis;
    private final FoldInSettings settings;
    private final int d;

    public NewItemFold(NewItemBasis basis, FoldInSettings settings) {
        this.basis = basis;
        this.settings = settings;
        this.d = basis.categories().factors().dimension();
    }

    /** @throws ArithmeticException when the Gramian is none, so that nothing could be folded in */
    public void check() {
        float[] nothing = fold(NewItemSums.none(d), new float[d]);
        assert nothing.length == d;
    }

    /** @param expected of {@link CategoryFactors#expected} */
    public float[] fold(NewItemSums sums, float[] expected) {
        double[] outer = new double[d * d];
        sums.addOuterTo(outer);
        double[] right = new double[d];
        for (int k = 0; k < d; k++) {
            right[k] = sums.positive(k) - dot(outer, k, expected);
        }
        double ridge = settings.scaledLambda(sums.confidence(), Math.round(EXPOSURE * basis.users()));
        for (int cell = 0; cell < outer.length; cell++) {
            outer[cell] += EXPOSURE * settings.alpha0() * basis.userGramian()[cell];
        }
        for (int k = 0; k < d; k++) {
            outer[k * d + k] += ridge;
        }
        // Doubles and the plain way: once per item and interval, 60 µs at d = 64, are nothing to save on.
        solve(outer, right);
        float[] vector = new float[d];
        for (int k = 0; k < d; k++) {
            vector[k] = (float) (right[k] + expected[k]);
        }
        return vector;
    }

    /**
     * A Gramian of fewer users than factors has eigenvalues of 0, which floats round to either side: what rounding took
     * is put back.
     */
    private void solve(double[] matrix, double[] right) {
        double trace = 0;
        for (int k = 0; k < d; k++) {
            trace += Math.abs(matrix[k * d + k]);
        }
        double[] lower = matrix.clone();
        if (!Cholesky.tryFactor(lower, d)) {
            lower = matrix;
            for (int k = 0; k < d; k++) {
                lower[k * d + k] += ROUNDING * trace;
            }
            Cholesky.factor(lower, d);
        }
        Cholesky.solve(lower, d, right);
    }

    private double dot(double[] matrix, int row, float[] vector) {
        double sum = 0;
        for (int k = 0; k < d; k++) {
            sum += matrix[row * d + k] * vector[k];
        }
        return sum;
    }
}
