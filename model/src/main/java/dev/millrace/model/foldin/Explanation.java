package dev.millrace.model.foldin;

import dev.millrace.model.factors.Cholesky;
import dev.millrace.model.factors.FactorMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Splits any item's folded-in score over the history items behind it: {@code score(j) = Σ cᵢ yⱼᵀA⁻¹yᵢ} (Hu, Koren,
 * Volinsky 2008, section 5). Not thread-safe.
 */
public final class Explanation {

    private final FactorMatrix factors;
    private final double[] lower;
    private final WeightedItems taste;

    Explanation(FactorMatrix factors, double[] lower, WeightedItems taste) {
        this.factors = factors;
        this.lower = lower;
        this.taste = taste;
    }

    /** The contributions of all positive history items to the score of {@code item}, largest first; they sum to it. */
    public List<Contribution> of(int item) {
        int d = factors.dimension();
        double[] v = new double[d];
        for (int k = 0; k < d; k++) {
            v[k] = factors.values()[item * d + k];
        }
        Cholesky.solve(lower, d, v);
        float[] influence = new float[d];
        for (int k = 0; k < d; k++) {
            influence[k] = (float) v[k];
        }
        List<Contribution> contributions = new ArrayList<>(taste.size());
        for (int i = 0; i < taste.size(); i++) {
            if (taste.weight(i) > 0) {
                contributions.add(
                        new Contribution(taste.item(i), taste.weight(i) * factors.dot(taste.item(i), influence)));
            }
        }
        contributions.sort(Comparator.comparingDouble((Contribution c) -> -c.amount()));
        return contributions;
    }
}
