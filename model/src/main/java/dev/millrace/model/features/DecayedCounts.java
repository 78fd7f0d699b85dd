package dev.millrace.model.features;

import java.util.Arrays;

/**
 * Sums of weights that halve with age, one per half-life, as of the newest moment added. Immutable.
 *
 * <p>Adding commutes: a late weight is decayed to the as-of moment and an early one moves it, so the order of arrival
 * changes nothing but rounding. Decayed sums are linear, so a negative weight takes a positive one back.
 */
public record DecayedCounts(long asOfMs, double[] values) {

    public static DecayedCounts none(int halfLives) {
        return new DecayedCounts(Long.MIN_VALUE, new double[halfLives]);
    }

    /** @param halfLivesMs one per value */
    public DecayedCounts add(double weight, long atMs, long[] halfLivesMs) {
        long asOf = Math.max(asOfMs, atMs);
        double[] next = new double[values.length];
        for (int i = 0; i < next.length; i++) {
            double old = values[i] == 0 ? 0 : values[i] * Decay.kept(asOf - asOfMs, halfLivesMs[i]);
            next[i] = old + weight * Decay.kept(asOf - atMs, halfLivesMs[i]);
        }
        return new DecayedCounts(asOf, next);
    }

    /** Value {@code i} decayed on to {@code nowMs}; moments before the as-of moment leave it as it is. */
    public double at(int i, long nowMs, long halfLifeMs) {
        return values[i] == 0 ? 0 : values[i] * Decay.kept(Math.max(0, nowMs - asOfMs), halfLifeMs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DecayedCounts that && asOfMs == that.asOfMs && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(asOfMs) * 31 + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values) + " as of " + asOfMs;
    }
}
