package dev.millrace.model.evaluation;

import java.util.Arrays;
import java.util.BitSet;

/** Collects ranks of targets and listed items, prediction by prediction. Not thread-safe. */
public final class QualityMeter {

    private long n;
    private double hit10;
    private double hit20;
    private double ndcg10;
    private double ndcg20;
    private double mrr10;
    private double mrr20;
    private double[] ndcgOfUser = new double[64];
    private int[] countOfUser = new int[64];
    private final BitSet listed = new BitSet();

    /**
     * @param user small number of the user, for the clusters of the standard error
     * @param rank of the target, 1 = first; 0 when it is not listed
     */
    public void add(int user, int rank) {
        n++;
        hit10 += RankedListMetrics.hit(rank, 10);
        hit20 += RankedListMetrics.hit(rank, 20);
        ndcg10 += RankedListMetrics.ndcg(rank, 10);
        mrr10 += RankedListMetrics.reciprocalRank(rank, 10);
        mrr20 += RankedListMetrics.reciprocalRank(rank, 20);
        double gain = RankedListMetrics.ndcg(rank, 20);
        ndcg20 += gain;
        if (user >= countOfUser.length) {
            int capacity = Math.max(user + 1, countOfUser.length * 2);
            ndcgOfUser = Arrays.copyOf(ndcgOfUser, capacity);
            countOfUser = Arrays.copyOf(countOfUser, capacity);
        }
        ndcgOfUser[user] += gain;
        countOfUser[user]++;
    }

    /** Counts an item shown at rank 20 or better towards coverage. */
    public void listed(int item) {
        listed.set(item);
    }

    /** @param catalogue number of items that could have been listed; 0 gives a coverage of 0 */
    public ListQuality quality(int catalogue) {
        double count = Math.max(1, n);
        return new ListQuality(
                n,
                hit10 / count,
                hit20 / count,
                ndcg10 / count,
                ndcg20 / count,
                mrr10 / count,
                mrr20 / count,
                catalogue == 0 ? 0 : (double) listed.cardinality() / catalogue,
                standardError(ndcg20 / count));
    }

    /** Of a ratio of sums over clusters (linearised): √(m/(m−1) Σ (Sᵤ − mean·nᵤ)²) / n, m users. */
    private double standardError(double mean) {
        double squares = 0;
        int users = 0;
        for (int u = 0; u < countOfUser.length; u++) {
            if (countOfUser[u] > 0) {
                double residual = ndcgOfUser[u] - mean * countOfUser[u];
                squares += residual * residual;
                users++;
            }
        }
        return users < 2 ? Double.NaN : Math.sqrt(squares * users / (users - 1)) / n;
    }
}
