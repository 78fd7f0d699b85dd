package dev.millrace.model.retrieval;

import java.util.Arrays;

/**
 * Up to {@value #ITEMS} items, one array per dimension.
 *
 * <p>Every loop below reads all its arrays at the same index: only then does the JIT of JDK 17 and 25 vectorise it. One
 * long array with an offset per dimension ran at a quarter of the speed. Four dimensions per pass: one keeps loading
 * and storing the sums, eight run out of registers. {@code a * b + c} is faster than {@code Math.fma} here.
 */
final class ScoreBlock {

    /** 512 sums (2 KiB) stay in the first-level cache, 512 × 64 factors in the second. */
    static final int ITEMS = 512;

    private final float[][] dimensions;

    ScoreBlock(float[][] dimensions) {
        this.dimensions = dimensions;
    }

    int size() {
        return dimensions[0].length;
    }

    /** Puts the inner products of all items with {@code vector} into {@code sums}. */
    void score(float[] vector, float[] sums) {
        int d = vector.length;
        int k = d & 3;
        startSums(vector, k, sums);
        for (; k < d; k += 4) {
            addFour(
                    dimensions[k],
                    dimensions[k + 1],
                    dimensions[k + 2],
                    dimensions[k + 3],
                    vector[k],
                    vector[k + 1],
                    vector[k + 2],
                    vector[k + 3],
                    sums);
        }
    }

    private void startSums(float[] vector, int count, float[] sums) {
        Arrays.fill(sums, 0, size(), 0f);
        for (int k = 0; k < count; k++) {
            addOne(dimensions[k], vector[k], sums);
        }
    }

    private static void addOne(float[] f, float u, float[] sums) {
        for (int j = 0; j < f.length; j++) {
            sums[j] += u * f[j];
        }
    }

    private static void addFour(
            float[] f0, float[] f1, float[] f2, float[] f3, float u0, float u1, float u2, float u3, float[] sums) {
        for (int j = 0; j < f0.length; j++) {
            sums[j] += u0 * f0[j] + u1 * f1[j] + u2 * f2[j] + u3 * f3[j];
        }
    }
}
