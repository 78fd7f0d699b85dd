package dev.millrace.benchmarks.foldin;

import dev.millrace.model.factors.FactorMatrix;
import java.util.Random;

/**
 * Users to fold in: each has {@code n} distinct items and confidences from 0.3 to 1, as recency weights leave them. The
 * last item is the newest event.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FoldInUsers(int[][] items, float[][] weights) {

    /** Many, so that their rows do not all stay in the first-level cache. */
    static final int COUNT = 256;

    static FoldInUsers of(FactorMatrix factors, int n, long seed) {
        Random random = new Random(seed);
        int[][] items = new int[COUNT][];
        float[][] weights = new float[COUNT][n];
        for (int u = 0; u < COUNT; u++) {
            items[u] = random.ints(0, factors.rows()).distinct().limit(n).toArray();
            for (int i = 0; i < n; i++) {
                weights[u][i] = 0.3f + 0.7f * random.nextFloat();
            }
        }
        return new FoldInUsers(items, weights);
    }
}
