package dev.millrace.model.retrieval;

import dev.millrace.model.factors.FactorMatrix;

class NormPrunedIndexTest extends RetrievalIndexContract {

    @Override
    RetrievalIndex index(FactorMatrix factors) {
        return new NormPrunedIndex(factors);
    }
}
