package dev.millrace.model.foldin;

import dev.millrace.model.factors.PrincipalAxes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits any item's folded-in score over the history items behind it: {@code score(j) = Σ cᵢ yⱼᵀA⁻¹yᵢ} (Hu, Koren,
 * Volinsky 2008, section 5). With the whitened rows W of {@link HalfStep} and {@code vⱼ = D^-½yⱼ} the contributions are
 * {@code √cᵢ·[(I + WWᵀ)⁻¹Wvⱼ]ᵢ}, or the same as {@code √cᵢ·[W(I + WᵀW)⁻¹vⱼ]ᵢ}: one factorisation of the history's or
 * the vectors' size to prepare, whichever is smaller, and its inverse: dozens of questions follow. Belongs to one
 * thread, and is good until that thread's next explanation, which takes over its buffers.
 */
public final class Explanation {

    private static final float[][] NO_ROWS = {};

    private final HalfStep halfStep;
    private final @Nullable PrincipalAxes axes;
    private final WeightedItems taste;
    private final int d;
    private final FoldScratch scratch;
    private final float[] scale;
    private final Object token = new Object();

    /**
     * @param axes that the items' own vectors are turned into; null: they stand in them
     * @param extra the taste's items that the model does not know, in principal axes
     */
    Explanation(
            HalfStep halfStep,
            @Nullable PrincipalAxes axes,
            WeightedItems taste,
            float[][] extra,
            double ridge,
            int d) {
        this.halfStep = halfStep;
        this.axes = axes;
        this.taste = taste;
        this.d = d;
        int n = taste.size();
        scratch = FoldScratch.of(n, d);
        halfStep.scaleFor(ridge, scratch.scale);
        halfStep.whiten(taste.items(), taste.weights(), 0, n, extra, scratch);
        scratch.explain(n, token);
        if (n > d) {
            halfStep.normal(n, scratch, scratch.explaining);
        } else {
            halfStep.kernel(n, scratch, scratch.explaining);
        }
        FloatCholesky.factor(scratch.explaining, Math.min(n, d));
        FloatCholesky.invert(scratch.explaining, Math.min(n, d), scratch.inverse);
        // Turned around, so that what is done per question runs along rows.
        for (int i = 0; i < n; i++) {
            float[] row = scratch.whitened[i];
            for (int k = 0; k < d; k++) {
                scratch.explained[k][i] = row[k];
            }
        }
        scale = scratch.scale.clone();
    }

    /**
     * The contributions of the positive history items to the score of {@code item}; all together they sum to it.
     *
     * @param most so many of the largest, largest first
     */
    public List<Contribution> of(int item, int most) {
        takeUp();
        halfStep.whitenRow(item, 1, NO_ROWS, scratch, scratch.direction);
        return contributions(most);
    }

    /** The same for an item that the model does not know, by its vector. */
    public List<Contribution> of(float[] vector, int most) {
        takeUp();
        Rows.scale(axes == null ? vector : axes.forth(vector), scratch.scale, 1, scratch.direction, d);
        return contributions(most);
    }

    /** A fold-in may have used the buffers since. */
    private void takeUp() {
        if (scratch.explanation != token) {
            throw new IllegalStateException("another explanation has been prepared on this thread since");
        }
        System.arraycopy(scale, 0, scratch.scale, 0, d);
    }

    private List<Contribution> contributions(int most) {
        int n = taste.size();
        float[] shares = scratch.products;
        if (n > d) {
            multiply(scratch.inverse, scratch.direction, d, scratch.image, d);
            multiply(scratch.explained, scratch.image, d, shares, n);
        } else {
            multiply(scratch.explained, scratch.direction, d, scratch.image, n);
            multiply(scratch.inverse, scratch.image, n, shares, n);
        }
        List<Contribution> largest = new ArrayList<>(Math.min(n, most) + 1);
        for (int i = 0; i < n; i++) {
            if (taste.weight(i) > 0) {
                insert(largest, taste.item(i), (float) Math.sqrt(taste.weight(i)) * shares[i], most);
            }
        }
        return largest;
    }

    /** {@code out = Σ weights[i]·rows[i]} over the first {@code n} rows. */
    private static void multiply(float[][] rows, float[] weights, int n, float[] out, int length) {
        Arrays.fill(out, 0, length, 0f);
        Rows.addScaled(rows, weights, n, out, length);
    }

    /** Behind those that are as large, so that of equal ones the newest comes first. */
    private static void insert(List<Contribution> largest, int item, float amount, int most) {
        int at = largest.size();
        while (at > 0 && largest.get(at - 1).amount() < amount) {
            at--;
        }
        if (at < most) {
            largest.add(at, new Contribution(item, amount));
            if (largest.size() > most) {
                largest.remove(most);
            }
        }
    }
}
