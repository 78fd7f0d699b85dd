package dev.millrace.model.evaluation;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The yardstick that every model has to beat: items by how often they were taken, each time counting half as much after
 * every half-life. Not thread-safe.
 *
 * <p>Counts are kept as if seen from a fixed origin, {@code Σ 2^(t/h)}, so that nothing has to be aged when time
 * passes; they are rescaled when they grow large.
 */
public final class DecayedPopularity {

    private static final double LARGEST_EXPONENT = 512;

    private final double halfLifeMs;
    private double[] counts = new double[64];
    private int items;
    private long originMs = Long.MIN_VALUE;

    /** @param halfLifeMs above 0; infinite for plain popularity */
    public DecayedPopularity(double halfLifeMs) {
        if (!(halfLifeMs > 0)) {
            throw new IllegalArgumentException("popularity half-life must be positive, was " + halfLifeMs);
        }
        this.halfLifeMs = halfLifeMs;
    }

    /** Counts one event; events may come in any order. */
    public void add(int item, long timestampMs, double weight) {
        if (originMs == Long.MIN_VALUE) {
            originMs = timestampMs;
        }
        double exponent = (timestampMs - originMs) / halfLifeMs;
        if (exponent > LARGEST_EXPONENT) {
            rescale(timestampMs);
            exponent = 0;
        }
        if (item >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(item + 1, counts.length * 2));
        }
        counts[item] += weight * Math.exp(exponent * Math.log(2));
        items = Math.max(items, item + 1);
    }

    /** Relative score, comparable between items at one moment only. */
    public double score(int item) {
        return item < items ? counts[item] : 0;
    }

    /** The {@code k} most popular items that are not excluded, best first, of equals the lower number first. */
    public int[] top(int k, IntPredicate excluded) {
        int[] best = new int[Math.min(k, items)];
        int size = 0;
        for (int item = 0; item < items; item++) {
            boolean enters = counts[item] > 0
                    && best.length > 0
                    && (size < best.length || counts[item] > counts[best[size - 1]])
                    && !excluded.test(item);
            if (enters) {
                size = insert(best, size, item);
            }
        }
        return Arrays.copyOf(best, size);
    }

    private int insert(int[] best, int size, int item) {
        int at = Math.min(size, best.length - 1);
        while (at > 0 && counts[best[at - 1]] < counts[item]) {
            best[at] = best[at - 1];
            at--;
        }
        best[at] = item;
        return Math.min(size + 1, best.length);
    }

    private void rescale(long newOriginMs) {
        double factor = Math.exp(-(newOriginMs - originMs) / halfLifeMs * Math.log(2));
        for (int i = 0; i < items; i++) {
            counts[i] *= factor;
        }
        originMs = newOriginMs;
    }
}
