package dev.millrace.model.features;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What columns of features read of one item, as one array: a list reads hundreds of items, each at another place in
 * memory, and one cache miss per item costs less than one for each of the objects that the numbers come from.
 */
final class ItemNumbers {

    /** Epoch milliseconds that the counts refer to. */
    static final int AS_OF = 0;

    /** Epoch milliseconds; 0: unknown. */
    static final int CREATED = 1;

    /** Epoch milliseconds; NaN: never. */
    static final int LAST_SEEN = 2;

    static final int IMPRESSIONS = 3;
    static final int CLICKS = 4;

    /** Natural logarithm; NaN: no price. */
    static final int LOG_PRICE = 5;

    /** Share of the item's takings that were repeats, 0 to 1, smoothed. */
    static final int AGAIN = 6;

    /** Decayed counts from here on, one for each half-life. */
    private static final int COUNTS = 7;

    /** Added to repeats and takings: a tenth, held as firmly as five takings say. */
    private static final double PRIOR_REPEATS = 0.5;

    private static final double PRIOR_TAKINGS = 5;

    /** Of an item of which nothing is known. */
    static final double[] NONE = of(null, null);

    private ItemNumbers() {}

    static double[] of(@Nullable ItemSignals signals, @Nullable ItemFacts facts) {
        double[] counts = signals == null ? new double[0] : signals.counts().values();
        double[] numbers = Arrays.copyOf(new double[COUNTS], COUNTS + counts.length);
        System.arraycopy(counts, 0, numbers, COUNTS, counts.length);
        numbers[AS_OF] = signals == null ? 0 : signals.counts().asOfMs();
        numbers[CREATED] = created(signals, facts);
        numbers[LAST_SEEN] = signals == null || !signals.seen() ? Double.NaN : signals.lastSeenMs();
        numbers[IMPRESSIONS] = signals == null ? 0 : signals.impressions();
        numbers[CLICKS] = signals == null ? 0 : signals.clicks();
        Double price = facts == null ? null : facts.price();
        numbers[LOG_PRICE] = price == null || price <= 0 ? Double.NaN : Elementary.log(price);
        numbers[AGAIN] = (PRIOR_REPEATS + (signals == null ? 0 : signals.repeatCount()))
                / (PRIOR_TAKINGS + (signals == null ? 0 : signals.eventCount()));
        return numbers;
    }

    /** When the item came into being: by the catalogue, else by its first event. */
    private static long created(@Nullable ItemSignals signals, @Nullable ItemFacts facts) {
        Long created = facts == null ? null : facts.createdAtMs();
        if (created != null) {
            return created;
        }
        return signals != null && signals.seen() ? signals.firstSeenMs() : 0;
    }

    /** Decayed count of one half-life, by its place in the definitions; 0 where nothing was counted. */
    static double count(double[] numbers, int halfLife) {
        return numbers.length == COUNTS ? 0 : numbers[COUNTS + halfLife];
    }
}
