package dev.millrace.model.foldin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Splits any item's folded-in score over the history items behind it: {@code score(j) = Σ cᵢ yⱼᵀA⁻¹yᵢ} (Hu, Koren,
 * Volinsky 2008, section 5). Costs about one fold-in to prepare and one inner product per history item and question.
 * Not thread-safe.
 */
public final class Explanation {

    private final HalfStep halfStep;
    private final WeightedItems taste;
    private final int d;
    private final float[][] influence; // one row per entry: √cᵢ·(A⁻¹yᵢ)·D^½, in principal axes
    private final float[] scale;

    Explanation(HalfStep halfStep, WeightedItems taste, double ridge, int d) {
        this.halfStep = halfStep;
        this.taste = taste;
        this.d = d;
        int n = taste.size();
        FoldScratch scratch = FoldScratch.of(n, d);
        halfStep.scaleFor(ridge, scratch.scale);
        halfStep.whiten(taste.items(), taste.weights(), 0, n, scratch);
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
        int n = taste.size();
        FoldScratch scratch = FoldScratch.of(n, d);
        System.arraycopy(scale, 0, scratch.scale, 0, d);
        halfStep.whitenRow(item, 1, scratch, scratch.direction);
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
