package dev.millrace.benchmarks.frame;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * Repeated measurements of one thing. Low and high are the extremes: with the handful of rounds that a benchmark
 * affords, any other spread would be an estimate of little worth.
 */
public record Summary(double median, double low, double high) {

    /** @param samples at least one, none NaN; their order does not matter */
    public static Summary of(double... samples) {
        if (samples.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        if (Double.isNaN(sorted[last])) {
            throw new IllegalArgumentException("a measurement is not a number: " + Arrays.toString(samples));
        }
        return new Summary((sorted[last / 2] + sorted[(last + 1) / 2]) / 2, sorted[0], sorted[last]);
    }

    /** One measure of several results. */
    public static <T> Summary of(Collection<T> results, ToDoubleFunction<T> measure) {
        return of(results.stream().mapToDouble(measure).toArray());
    }

    /** A value that does not vary, such as a size in bytes. */
    public static Summary exactly(double value) {
        return of(value);
    }
}
