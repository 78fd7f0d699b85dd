package dev.millrace.training.pipeline;

import dev.millrace.model.recommend.ScoredList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Samples feature values of served lists and sums them up as quantiles, the distribution that drift is measured from.
 */
final class References {

    private static final int STEPS = 20;
    private static final int CAPACITY = 20_000;

    private final List<String> names;
    private final float[][] values;
    private final SplittableRandom random;
    private long seen;

    References(List<String> names, long seed) {
        this.names = names;
        this.values = new float[CAPACITY][];
        this.random = new SplittableRandom(seed);
    }

    /** Adds the head of a list; a reservoir keeps every row with the same probability (Vitter 1985, algorithm R). */
    void add(ScoredList list, int depth) {
        for (int i = 0; i < Math.min(depth, list.items().size()); i++) {
            long place = seen < CAPACITY ? seen : random.nextLong(seen + 1);
            seen++;
            if (place < CAPACITY) {
                values[(int) place] = Arrays.copyOfRange(list.rows(), i * list.width(), (i + 1) * list.width());
            }
        }
    }

    /** Quantiles 0, 0.05 … 1 by feature; empty when nothing was added. */
    Map<String, List<Double>> quantiles() {
        int n = (int) Math.min(seen, CAPACITY);
        Map<String, List<Double>> quantiles = new TreeMap<>();
        for (int feature = 0; feature < names.size() && n > 0; feature++) {
            double[] sorted = new double[n];
            for (int i = 0; i < n; i++) {
                sorted[i] = values[i][feature];
            }
            Arrays.sort(sorted);
            List<Double> steps = new ArrayList<>();
            for (int step = 0; step <= STEPS; step++) {
                steps.add(sorted[(int) Math.round((n - 1) * (double) step / STEPS)]);
            }
            quantiles.put(names.get(feature), steps);
        }
        return quantiles;
    }
}
