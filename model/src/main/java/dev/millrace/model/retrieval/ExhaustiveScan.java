package dev.millrace.model.retrieval;

import dev.millrace.model.factors.FactorMatrix;
import java.util.function.IntPredicate;

/** Scores every item: the slow, obvious twin that the fast indexes are tested against. */
public final class ExhaustiveScan implements RetrievalIndex {

    private final FactorMatrix factors;

    public ExhaustiveScan(FactorMatrix factors) {
        this.factors = factors;
    }

    @Override
    public int dimension() {
        return factors.dimension();
    }

    @Override
    public int size() {
        return factors.rows();
    }

    @Override
    public TopItems search(float[] vector, int k, IntPredicate excluded) {
        Searches.check(vector, dimension(), k);
        TopHeap top = new TopHeap(Math.min(k, size()));
        for (int item = 0; item < size(); item++) {
            if (!excluded.test(item)) {
                top.offer(item, factors.dot(item, vector));
            }
        }
        return top.drain();
    }
}
