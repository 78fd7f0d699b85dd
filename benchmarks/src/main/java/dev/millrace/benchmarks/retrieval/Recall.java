package dev.millrace.benchmarks.retrieval;

import dev.millrace.model.factors.FactorMatrix;

/** How much of the exact answer was found. */
final class Recall {

    /** Scores closer than this, in relation to the largest possible, differ by rounding only: such items tie. */
    private static final double ROUNDING = 1e-6;

    private Recall() {}

    /**
     * Share of the exact answers' places that were filled with items as good. Which of several equal items stands at
     * the end of a list does not matter.
     */
    static double of(FactorMatrix items, Query[] queries, int[][] exact, int[][] found) {
        long wanted = 0;
        long hits = 0;
        for (int i = 0; i < exact.length; i++) {
            float[] vector = queries[i].vector();
            double worst = Double.POSITIVE_INFINITY;
            double largest = 0;
            for (int row : exact[i]) {
                worst = Math.min(worst, score(items, row, vector));
                largest = Math.max(largest, items.norm(row));
            }
            double needed = worst - ROUNDING * largest * norm(vector);
            for (int row : found[i]) {
                hits += !queries[i].knows(row) && score(items, row, vector) >= needed ? 1 : 0;
            }
            wanted += exact[i].length;
        }
        return wanted == 0 ? 1 : hits / (double) wanted;
    }

    private static double score(FactorMatrix items, int row, float[] vector) {
        double sum = 0;
        for (int k = 0, at = row * vector.length; k < vector.length; k++, at++) {
            sum += (double) vector[k] * items.values()[at];
        }
        return sum;
    }

    private static double norm(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
