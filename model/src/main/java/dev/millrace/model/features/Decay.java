package dev.millrace.model.features;

/** Exponential decay by half-lives. */
public final class Decay {

    private static final double LN2 = Math.log(2);

    private Decay() {}

    /**
     * The share that is left of a value after some time.
     *
     * @param elapsedMs may be negative: then the share exceeds 1, as for a moment before the value's own
     * @param halfLifeMs above 0
     */
    public static double kept(double elapsedMs, long halfLifeMs) {
        return elapsedMs == 0 ? 1 : Elementary.exp(-LN2 * elapsedMs / halfLifeMs);
    }
}
