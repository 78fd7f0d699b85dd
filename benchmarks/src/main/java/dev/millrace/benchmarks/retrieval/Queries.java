package dev.millrace.benchmarks.retrieval;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.preferences.ConsumedItems;
import dev.millrace.model.retrieval.RetrievalIndex;
import dev.millrace.model.retrieval.TopItems;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Users who know items, as users do: half of the {@value #BEST} they would like best, so that filtering matters, and
 * others at random.
 */
final class Queries {

    static final int KNOWN = 50;
    private static final int BEST = 40;

    private Queries() {}

    static Query[] of(FactorMatrix users, RetrievalIndex exact, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Query[] queries = new Query[users.rows()];
        for (int u = 0; u < queries.length; u++) {
            float[] vector = users.row(u);
            queries[u] = query(vector, exact.search(vector, BEST, row -> false), exact.size(), random);
        }
        return queries;
    }

    private static Query query(float[] vector, TopItems best, int items, SplittableRandom random) {
        Set<Integer> rows = new TreeSet<>();
        for (int rank = 0; rank < best.size(); rank += 2) {
            rows.add(best.item(rank));
        }
        while (rows.size() < Math.min(KNOWN, items / 2)) {
            rows.add(random.nextInt(items));
        }
        Set<String> ids = new HashSet<>();
        ConsumedItems consumed = ConsumedItems.NONE;
        for (int row : rows) {
            ids.add(ItemIds.of(row));
            consumed = consumed.add(ItemIds.of(row));
        }
        return new Query(vector, rows.stream().mapToInt(Integer::intValue).toArray(), ids, consumed);
    }
}
