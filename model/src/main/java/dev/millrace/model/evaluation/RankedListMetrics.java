package dev.millrace.model.evaluation;

/** Measures of one list with one target, by the rank at which the target stands. Ranks count from 1; 0 is a miss. */
public final class RankedListMetrics {

    private static final double LN_2 = Math.log(2);

    private RankedListMetrics() {}

    /** 1 when the target is among the first {@code k}, else 0. */
    public static double hit(int rank, int k) {
        return listed(rank, k) ? 1 : 0;
    }

    /** {@code 1/log₂(1 + rank)} within the first {@code k}, else 0: NDCG with one relevant item. */
    public static double ndcg(int rank, int k) {
        return listed(rank, k) ? LN_2 / Math.log1p(rank) : 0;
    }

    /** {@code 1/rank} within the first {@code k}, else 0. */
    public static double reciprocalRank(int rank, int k) {
        return listed(rank, k) ? 1.0 / rank : 0;
    }

    private static boolean listed(int rank, int k) {
        return rank >= 1 && rank <= k;
    }
}
