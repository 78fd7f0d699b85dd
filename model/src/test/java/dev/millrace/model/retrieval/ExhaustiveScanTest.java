package dev.millrace.model.retrieval;

import dev.millrace.model.factors.FactorMatrix;

class ExhaustiveScanTest extends RetrievalIndexContract {

    @Override
    RetrievalIndex index(FactorMatrix factors) {
        return new ExhaustiveScan(factors);
    }
}
