package dev.millrace.model.preferences;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that scoring keeps of one user. The history is the truth; the vector is derived from it by one model and
 * may be missing or belong to an older model.
 *
 * @param past what of the history's events is left that it no longer holds, where they may be repeated
 * @param vector folded-in preference vector; shared, not copied
 * @param modelVersion the model that {@code vector} belongs to; present exactly when the vector is
 * @param eventCount events seen in all, also those no longer in the history
 * @param asOfOffset offset in {@code interactions.valid} of the newest event included; -1 for none
 * @param eventAppendedMs when the broker received that event, epoch milliseconds
 */
public record UserPreference(
        History history,
        ConsumedItems consumed,
        PastItems past,
        float @Nullable [] vector,
        @Nullable String modelVersion,
        long eventCount,
        long asOfOffset,
        long eventAppendedMs) {

    public static final UserPreference EMPTY =
            new UserPreference(History.EMPTY, ConsumedItems.NONE, null, null, 0, -1, 0);

    // Spelt out: javac 17 drops a type-use annotation on an array from the parameters of a compact constructor.
    public UserPreference(
            History history,
            ConsumedItems consumed,
            PastItems past,
            float @Nullable [] vector,
            @Nullable String modelVersion,
            long eventCount,
            long asOfOffset,
            long eventAppendedMs) {
        if ((vector == null) != (modelVersion == null)) {
            throw new IllegalArgumentException("a vector and its model version come together");
        }
        this.history = Objects.requireNonNull(history, "history");
        this.consumed = Objects.requireNonNull(consumed, "consumed");
        this.past = Objects.requireNonNull(past, "past");
        this.vector = vector;
        this.modelVersion = modelVersion;
        this.eventCount = eventCount;
        this.asOfOffset = asOfOffset;
        this.eventAppendedMs = eventAppendedMs;
    }

    /** Of whom the history holds everything. */
    public UserPreference(
            History history,
            ConsumedItems consumed,
            float @Nullable [] vector,
            @Nullable String modelVersion,
            long eventCount,
            long asOfOffset,
            long eventAppendedMs) {
        this(history, consumed, PastItems.NONE, vector, modelVersion, eventCount, asOfOffset, eventAppendedMs);
    }

    /** After one more event; the vector is kept until {@link #withVector} replaces it. */
    public UserPreference with(Event event, EventWeights weights, long offset, long appendedMs) {
        return with(event, weights, offset, appendedMs, appendedMs);
    }

    /**
     * As {@link #with(Event, EventWeights, long, long)}.
     *
     * @param firstAppendedMs when the event was appended for the first time, if this is not the first
     */
    public UserPreference with(Event event, EventWeights weights, long offset, long appendedMs, long firstAppendedMs) {
        return new UserPreference(
                history.add(event, firstAppendedMs),
                weights.consumes(event) ? consumed.add(event.itemId()) : consumed,
                past(history.dropped(event), weights),
                vector,
                modelVersion,
                eventCount + 1,
                Math.max(asOfOffset, offset),
                Math.max(eventAppendedMs, appendedMs));
    }

    /** What is left when everything is forgotten that was appended then or before. */
    public UserPreference after(long erasedUntilMs, EventWeights weights) {
        UserPreference left = EMPTY;
        for (History.Appended event : history.appendedAfter(erasedUntilMs)) {
            left = left.with(event.event(), weights, asOfOffset, event.appendedMs());
        }
        return left;
    }

    private PastItems past(@Nullable Event dropped, EventWeights weights) {
        return dropped == null || weights.consumes(dropped) || weights.of(dropped.type(), dropped.value()) <= 0
                ? past
                : past.add(dropped);
    }

    /** With the vector that {@code version} folds this history into. */
    public UserPreference withVector(float[] folded, String version) {
        return new UserPreference(history, consumed, past, folded, version, eventCount, asOfOffset, eventAppendedMs);
    }

    /** Remembered items that the user consumed, newest first: what nobody who tops a list up may bring back. */
    public List<String> leftOut() {
        Set<String> leftOut = new LinkedHashSet<>();
        for (int i = history.size() - 1; i >= 0; i--) {
            String item = history.get(i).itemId();
            if (consumed.contains(item)) {
                leftOut.add(item);
            }
        }
        return List.copyOf(leftOut);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserPreference that
                && history.equals(that.history)
                && consumed.equals(that.consumed)
                && past.equals(that.past)
                && Arrays.equals(vector, that.vector)
                && Objects.equals(modelVersion, that.modelVersion)
                && eventCount == that.eventCount
                && asOfOffset == that.asOfOffset
                && eventAppendedMs == that.eventAppendedMs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(history, consumed, past, Arrays.hashCode(vector), modelVersion, eventCount, asOfOffset);
    }

    @Override
    public String toString() {
        return "UserPreference[" + history.size() + " of " + eventCount + " events, " + consumed.size() + " consumed, "
                + past.size() + " past, model " + modelVersion + ", as of " + asOfOffset + "]";
    }
}
