package dev.millrace.benchmarks.retrieval;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.retrieval.NormPrunedIndex;
import dev.millrace.model.retrieval.RetrievalIndex;
import dev.millrace.model.retrieval.TopItems;
import java.util.function.IntPredicate;

/** The index of scoring-app, with the filter that it uses: hashes of what was consumed, looked up by row. */
final class MillraceEngine implements Engine {

    private final RetrievalIndex index;
    private final ItemIndex ids;

    MillraceEngine(FactorMatrix items) {
        index = new NormPrunedIndex(items);
        ids = ItemIndex.of(ItemIds.first(items.rows()));
    }

    @Override
    public int[][] search(Query[] queries) {
        if (queries.length == 1) {
            return new int[][] {rows(index.search(queries[0].vector(), K, excluded(queries[0])))};
        }
        float[][] vectors = new float[queries.length][];
        IntPredicate[] excluded = new IntPredicate[queries.length];
        for (int i = 0; i < queries.length; i++) {
            vectors[i] = queries[i].vector();
            excluded[i] = excluded(queries[i]);
        }
        TopItems[] found = index.search(vectors, K, excluded);
        int[][] rows = new int[found.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = rows(found[i]);
        }
        return rows;
    }

    private IntPredicate excluded(Query query) {
        return row -> query.consumed().containsHash(ids.hash(row));
    }

    private static int[] rows(TopItems found) {
        int[] rows = new int[found.size()];
        for (int rank = 0; rank < rows.length; rank++) {
            rows[rank] = found.item(rank);
        }
        return rows;
    }
}
