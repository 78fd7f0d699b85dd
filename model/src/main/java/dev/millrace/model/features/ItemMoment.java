package dev.millrace.model.features;

/**
 * The values of columns that depend on nothing but the item and the moment. A popular item is a candidate of hundreds
 * of lists a second; so a moment is a thousandth of the shortest half-life, at most ten seconds, and the first list
 * that comes to it works the values out for all. Immutable.
 */
final class ItemMoment {

    private static final double HOUR_MS = 3_600_000;
    private static final double DAY_MS = 86_400_000;
    private static final long LONGEST_MS = 10_000;

    static final int AGE = 0;
    static final int RECENCY = 1;
    static final int CLICK_THROUGH = 2;

    /** Natural logarithm; NaN: no price. */
    static final int LOG_PRICE = 3;

    /** As {@link ItemNumbers#AGAIN}. */
    static final int AGAIN = 4;

    /** Popularities from here on, one for each half-life. */
    static final int POPULARITY = 5;

    private final FeatureDefinitions definitions;
    private final double[] numbers;
    private final long ms;
    private final float[] values;

    ItemMoment(FeatureDefinitions definitions, double[] numbers, long ms) {
        this.definitions = definitions;
        this.numbers = numbers;
        this.ms = ms;
        long[] halfLivesMs = definitions.itemHalfLivesMs();
        this.values = new float[width(definitions)];
        double elapsedMs = Math.max(0, ms - numbers[ItemNumbers.AS_OF]);
        for (int h = 0; h < halfLivesMs.length; h++) {
            double count = ItemNumbers.count(numbers, h);
            values[POPULARITY + h] =
                    count == 0 ? 0 : UserContext.compress(count * Decay.kept(elapsedMs, halfLivesMs[h]));
        }
        double createdMs = numbers[ItemNumbers.CREATED];
        values[AGE] = createdMs == 0 ? 0 : UserContext.compress((ms - createdMs) / DAY_MS);
        double seenMs = numbers[ItemNumbers.LAST_SEEN];
        // A year for an item never touched: as stale as can be.
        values[RECENCY] = UserContext.compress(Double.isNaN(seenMs) ? 365 * 24 : (ms - seenMs) / HOUR_MS);
        // Clicks and impressions decay by one factor, so their ratio needs no decaying; only the prior's pull grows.
        values[CLICK_THROUGH] = (float) ((numbers[ItemNumbers.CLICKS] + definitions.priorClicks())
                / (numbers[ItemNumbers.IMPRESSIONS] + definitions.priorImpressions()));
        values[AGAIN] = (float) numbers[ItemNumbers.AGAIN];
        values[LOG_PRICE] = (float) numbers[ItemNumbers.LOG_PRICE];
    }

    /** How many values there are. */
    static int width(FeatureDefinitions definitions) {
        return POPULARITY + definitions.itemHalfLivesMs().length;
    }

    /** The beginning of the moment that {@code nowMs} belongs to. */
    static long beginning(long nowMs, FeatureDefinitions definitions) {
        long lengthMs = LONGEST_MS;
        for (long halfLifeMs : definitions.itemHalfLivesMs()) {
            lengthMs = Math.min(lengthMs, Math.max(1, halfLifeMs / 1_000));
        }
        return nowMs - Math.floorMod(nowMs, lengthMs);
    }

    boolean is(FeatureDefinitions definitions, double[] numbers, long ms) {
        return this.ms == ms && this.numbers == numbers && this.definitions == definitions;
    }

    void copy(float[] to, int at) {
        System.arraycopy(values, 0, to, at, values.length);
    }
}
