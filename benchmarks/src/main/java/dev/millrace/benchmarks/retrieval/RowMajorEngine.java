package dev.millrace.benchmarks.retrieval;

import dev.millrace.model.factors.FactorMatrix;

/** What one would write first: item after item, the best few kept in order. The reference that recall is against. */
final class RowMajorEngine implements Engine {

    private final FactorMatrix items;

    RowMajorEngine(FactorMatrix items) {
        this.items = items;
    }

    @Override
    public int[][] search(Query[] queries) {
        int[][] found = new int[queries.length][];
        for (int i = 0; i < queries.length; i++) {
            found[i] = search(queries[i]);
        }
        return found;
    }

    private int[] search(Query query) {
        int k = Math.min(K, items.rows() - query.knownRows().length);
        int[] rows = new int[k];
        float[] scores = new float[k];
        int size = 0;
        for (int row = 0; row < items.rows(); row++) {
            float score = items.dot(row, query.vector());
            if ((size < k || score > scores[k - 1]) && !query.knows(row)) {
                int at = size < k ? size++ : k - 1;
                for (; at > 0 && scores[at - 1] < score; at--) {
                    rows[at] = rows[at - 1];
                    scores[at] = scores[at - 1];
                }
                rows[at] = row;
                scores[at] = score;
            }
        }
        return rows;
    }
}
