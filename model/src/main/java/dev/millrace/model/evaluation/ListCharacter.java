package dev.millrace.model.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Collects {@link BeyondAccuracy} list by list while a log goes by. Not thread-safe. */
final class ListCharacter {

    /** Percentiles are worked out anew whenever the events have grown by this share. */
    private static final double GROWTH = 1.02;

    private final ItemSimilarity similarity;
    private final long[] taken;
    private final long[] exposure;
    private final double[] percentile;
    private final int[] @Nullable [] before;
    private long events;
    private long rankedAt = -1;
    private double diversity;
    private long pairs;
    private double novelty;
    private double popularity;
    private long places;
    private double changed;
    private long followers;

    ListCharacter(int users, int items, ItemSimilarity similarity) {
        this.similarity = similarity;
        this.taken = new long[items];
        this.exposure = new long[items];
        this.percentile = new double[items];
        this.before = new int[users][];
    }

    /** A positive event has happened. */
    void taken(int item) {
        taken[item]++;
        events++;
    }

    /** A list was made; -1 stands for an item that the log does not have, of which nothing is known. */
    void listed(int user, int[] list) {
        rank();
        for (int i = 0; i < list.length; i++) {
            if (list[i] >= 0) {
                place(list[i]);
                for (int j = 0; j < i; j++) {
                    if (list[j] >= 0) {
                        diversity += 1 - similarity.of(list[i], list[j]);
                        pairs++;
                    }
                }
            }
        }
        follow(user, list);
    }

    private void place(int item) {
        exposure[item]++;
        // One more event on each item than there was: an item that nobody took is very novel, not infinitely so.
        novelty += Math.log((double) (events + taken.length) / (taken[item] + 1)) / Math.log(2);
        popularity += percentile[item];
        places++;
    }

    private void follow(int user, int[] list) {
        int[] last = before[user];
        if (last != null) {
            long kept = Arrays.stream(list)
                    .filter(item -> Arrays.stream(last).anyMatch(other -> other == item))
                    .count();
            int longer = Math.max(list.length, last.length);
            changed += longer == 0 ? 0 : 1 - (double) kept / longer;
            followers++;
        }
        before[user] = list.clone();
    }

    /** Equal counts share the middle of their ranks. */
    private void rank() {
        if (rankedAt >= 0 && events < GROWTH * rankedAt) {
            return;
        }
        rankedAt = events;
        int n = taken.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingLong((Integer item) -> taken[item]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int from = 0; from < n; ) {
            int to = from;
            while (to < n && taken[order[to]] == taken[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                percentile[order[i]] = (from + to) / 2.0 / n;
            }
            from = to;
        }
    }

    BeyondAccuracy summary() {
        return new BeyondAccuracy(
                diversity / Math.max(1, pairs),
                novelty / Math.max(1, places),
                popularity / Math.max(1, places),
                gini(exposure),
                changed / Math.max(1, followers));
    }

    /** {@code Σ (2i − n − 1) xᵢ / (n Σ xᵢ)} over ascending x, i from 1. */
    static double gini(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        double weighted = 0;
        double sum = 0;
        for (int i = 0; i < sorted.length; i++) {
            weighted += (2.0 * (i + 1) - sorted.length - 1) * sorted[i];
            sum += sorted[i];
        }
        return sum == 0 ? 0 : weighted / (sorted.length * sum);
    }
}
