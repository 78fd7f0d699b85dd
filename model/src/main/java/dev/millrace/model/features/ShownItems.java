package dev.millrace.model.features;

import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What one user was shown lately, to tell which impressions were clicked. Immutable.
 *
 * <p>An impression counts as clicked when the user did something good with the item within the click window after it,
 * and the click is dated at the impression. So it does not matter which of the two arrives first, and clicks never
 * outnumber the impressions that decay beside them.
 *
 * @param items oldest first
 */
public record ShownItems(List<Shown> items) {

    /** Impressions remembered; older ones can no longer be clicked. */
    public static final int CAPACITY = 256;

    public static final ShownItems NONE = new ShownItems(List.of());

    /** @param shownMs event time of the impression, epoch milliseconds */
    public record Shown(String itemId, long shownMs, boolean clicked) {}

    /**
     * @param after what is to be remembered
     * @param clicked impressions that turned out to be clicked
     */
    public record Update(ShownItems after, List<Shown> clicked) {}

    private static final Comparator<Shown> OLDEST_FIRST =
            Comparator.comparingLong(Shown::shownMs).thenComparing(Shown::itemId);

    public ShownItems {
        items = List.copyOf(items);
    }

    /** After these items were shown together; an item that stands in the list twice was shown once. */
    public Update shown(
            List<String> itemIds, long shownMs, History history, EventWeights weights, FeatureDefinitions definitions) {
        List<Shown> next = new ArrayList<>(items);
        List<Shown> clicked = new ArrayList<>();
        for (String itemId : new LinkedHashSet<>(itemIds)) {
            boolean isClicked = anyClick(itemId, shownMs, history, weights, definitions.clickWindowMs());
            Shown impression = new Shown(itemId, shownMs, isClicked);
            next.add(impression);
            if (isClicked) {
                clicked.add(impression);
            }
        }
        next.sort(OLDEST_FIRST);
        return new Update(newest(next), clicked);
    }

    /** After the user did something; {@code event} must be a positive one. */
    public Update touched(Event event, FeatureDefinitions definitions) {
        List<Shown> next = new ArrayList<>(items.size());
        List<Shown> clicked = new ArrayList<>(1);
        for (Shown impression : items) {
            if (!impression.clicked() && clicks(event, impression, definitions.clickWindowMs())) {
                Shown now = new Shown(impression.itemId(), impression.shownMs(), true);
                next.add(now);
                clicked.add(now);
            } else {
                next.add(impression);
            }
        }
        return clicked.isEmpty() ? new Update(this, clicked) : new Update(new ShownItems(next), clicked);
    }

    private static ShownItems newest(List<Shown> sorted) {
        return new ShownItems(
                sorted.size() <= CAPACITY ? sorted : sorted.subList(sorted.size() - CAPACITY, sorted.size()));
    }

    private static boolean anyClick(String itemId, long shownMs, History history, EventWeights weights, long windowMs) {
        for (int i = history.size() - 1; i >= 0 && history.get(i).timestampMs() >= shownMs; i--) {
            Event event = history.get(i);
            if (event.itemId().equals(itemId)
                    && event.timestampMs() <= shownMs + windowMs
                    && weights.of(event.type(), event.value()) > 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean clicks(Event event, Shown impression, long windowMs) {
        return impression.itemId().equals(event.itemId())
                && event.timestampMs() >= impression.shownMs()
                && event.timestampMs() <= impression.shownMs() + windowMs;
    }
}
