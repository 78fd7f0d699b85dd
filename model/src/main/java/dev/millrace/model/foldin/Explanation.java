package dev.millrace.model.foldin;

import dev.millrace.model.factors.PrincipalAxes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits any item's folded-in score over the history items behind it: {@code score(j) = Σ cᵢ yⱼᵀA⁻¹yᵢ} (Hu, Koren,
 * Volinsky 2008, section 5). Costs about one fold-in to prepare and one inner product per history item and question.
 * Not thread-safe.
 */
public final class Explanation {

    private static final float[][] NO_ROWS = {};

    private final HalfStep halfStep;
    private final @Nullable PrincipalAxes axes;
    private final WeightedItems taste;
    private final int d;
    private final float[][] influence; // one row per entry: √cᵢ·(A⁻¹yᵢ)·D^½, in principal axes
    private final float[] scale;

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
        FoldScratch scratch = FoldScratch.of(n, d);
        halfStep.scaleFor(ridge, scratch.scale);
        halfStep.whiten(taste.items(), taste.weights(), 0, n, extra, scratch);
        // Wᵀ(I + WWᵀ)⁻¹ = (I + WᵀW)⁻¹Wᵀ: the size of the history decides the cost, not the dimension.
        float[][] kernel = halfStep.kernel(n, scratch);
        FloatCholesky.factor(kernel, n);
        influence = new float[n][];
        for (int i = 0; i < n; i++) {
            influence[i] = scratch.whitened[i].clone();
        }
        FloatCholesky.solveRows(kernel, n, influence, d);
        scale = scratch.scale.clone();
    }

    /** The contributions of all positive history items to the score of {@code item}, largest first; they sum to it. */
    public List<Contribution> of(int item) {
        FoldScratch scratch = scratch();
        halfStep.whitenRow(item, 1, NO_ROWS, scratch, scratch.direction);
        return contributions(scratch);
    }

    /** The same for an item that the model does not know, by its vector. */
    public List<Contribution> of(float[] vector) {
        FoldScratch scratch = scratch();
        Rows.scale(axes == null ? vector : axes.forth(vector), scratch.scale, 1, scratch.direction, d);
        return contributions(scratch);
    }

    private FoldScratch scratch() {
        FoldScratch scratch = FoldScratch.of(taste.size(), d);
        System.arraycopy(scale, 0, scratch.scale, 0, d);
        return scratch;
    }

    private List<Contribution> contributions(FoldScratch scratch) {
        int n = taste.size();
        Rows.dots(influence, n, scratch.direction, d, scratch.products);
        List<Contribution> contributions = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            if (taste.weight(i) > 0) {
                float root = (float) Math.sqrt(taste.weight(i));
                contributions.add(new Contribution(taste.item(i), root * scratch.products[i]));
            }
        }
        contributions.sort(Comparator.comparingDouble((Contribution c) -> -c.amount()));
        return contributions;
    }
}
