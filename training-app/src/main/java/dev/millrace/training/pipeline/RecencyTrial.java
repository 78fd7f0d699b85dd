package dev.millrace.training.pipeline;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.Gramian;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.foldin.FoldIn;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.retrieval.NormPrunedIndex;
import java.util.List;

/**
 * How good item factors are when each user is folded in anew from the history before each case, for several recency
 * weights: folding in is cheap, factorising is not.
 *
 * @param index of the items that the factors are of
 */
record RecencyTrial(ItemIndex index, EventWeights weights, List<Case> cases) {

    /** The largest lever there is, so the grid is fine. */
    static final List<Float> GAMMAS = List.of(1f, 0.97f, 0.94f, 0.9f, 0.85f, 0.8f, 0.7f, 0.6f, 0.5f, 0.3f);

    /** @param gamma best recency weight */
    record Best(float gamma, double ndcg20) {}

    Best best(FactorMatrix items, FactorChoice choice) {
        double[] gramian = Gramian.of(items);
        var retrieval = new NormPrunedIndex(items);
        Best best = new Best(1f, -1);
        for (float gamma : GAMMAS) {
            var foldIn = new FoldIn(items, gramian, choice.foldIn(gamma, weights));
            double ndcg = Ranks.ndcg20(new PersonalLists(index, foldIn, retrieval).ranks(cases));
            if (ndcg > best.ndcg20()) {
                best = new Best(gamma, ndcg);
            }
        }
        return best;
    }
}
