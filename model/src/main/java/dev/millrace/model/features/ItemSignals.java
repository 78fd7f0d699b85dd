package dev.millrace.model.features;

/**
 * What happened to one item so far. Immutable; adding commutes.
 *
 * @param counts decayed event weights, one per item half-life
 * @param exposure decayed impressions (0) and clicks on them (1)
 * @param firstSeenMs event time of the oldest event; {@link Long#MAX_VALUE} before the first
 * @param lastSeenMs event time of the newest event; {@link Long#MIN_VALUE} before the first
 * @param repeatCount of the events, those that were later than their user's first one on it
 */
public record ItemSignals(
        DecayedCounts counts,
        DecayedCounts exposure,
        long firstSeenMs,
        long lastSeenMs,
        long eventCount,
        long repeatCount) {

    private static final int IMPRESSIONS = 0;
    private static final int CLICKS = 1;

    public static ItemSignals none(FeatureDefinitions definitions) {
        return new ItemSignals(
                DecayedCounts.none(definitions.itemHalfLivesMs().length),
                DecayedCounts.none(2),
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                0,
                0);
    }

    /** After one more event on the item, of a user who had not taken it before. */
    public ItemSignals touched(double weight, long atMs, FeatureDefinitions definitions) {
        return touched(weight, atMs, 0, definitions);
    }

    /** @param repeats that the event adds, see {@link dev.millrace.model.preferences.History#repeats} */
    public ItemSignals touched(double weight, long atMs, int repeats, FeatureDefinitions definitions) {
        return new ItemSignals(
                counts.add(weight, atMs, definitions.itemHalfLivesMs()),
                exposure,
                Math.min(firstSeenMs, atMs),
                Math.max(lastSeenMs, atMs),
                eventCount + 1,
                repeatCount + repeats);
    }

    /** After the item was shown once. */
    public ItemSignals shown(long atMs, FeatureDefinitions definitions) {
        return exposed(IMPRESSIONS, atMs, definitions);
    }

    /** After an impression of the item was followed by an interaction. */
    public ItemSignals clicked(long atMs, FeatureDefinitions definitions) {
        return exposed(CLICKS, atMs, definitions);
    }

    public double impressions() {
        return exposure.values()[IMPRESSIONS];
    }

    public double clicks() {
        return exposure.values()[CLICKS];
    }

    /** Whether any event has touched the item. */
    public boolean seen() {
        return eventCount > 0;
    }

    private ItemSignals exposed(int which, long atMs, FeatureDefinitions definitions) {
        long[] halfLives = {definitions.clickHalfLifeMs(), definitions.clickHalfLifeMs()};
        DecayedCounts moved = exposure.add(0, atMs, halfLives);
        moved.values()[which] += Decay.kept(moved.asOfMs() - atMs, definitions.clickHalfLifeMs());
        return new ItemSignals(counts, moved, firstSeenMs, lastSeenMs, eventCount, repeatCount);
    }
}
