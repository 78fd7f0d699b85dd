package dev.millrace.model.recommend;

import dev.millrace.model.features.TouchLimit;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.foldin.UnseenItems;
import dev.millrace.model.foldin.WeightedItems;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.History;
import dev.millrace.model.preferences.UserPreference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one event of a user says about an item that a model has not seen.
 *
 * @param weight signed confidence, see {@link WeightedItems}
 * @param user the user's vector in that model, without the item itself: a vector that leans on the item's would confirm
 *     whatever the item's was before
 * @param atMs event time
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NewItemTouch(String itemId, String modelVersion, float weight, float[] user, long atMs) {

    /** Events of one user that count when the user comes to a model that has not seen their items. */
    private static final int MOST_OF_HISTORY = 20;

    /**
     * Null for an item that the model knows, for an event that says nothing or no more ({@link TouchLimit}), and for a
     * user of whom the model knows nothing. A return says nothing here: the next training sees it.
     *
     * @param before the user before the event
     */
    public static @Nullable NewItemTouch of(UserPreference before, Event event, ServingModel model) {
        return counts(event, model)
                        && TouchLimit.allows(
                                before.history(), event, model.bundle().foldIn().weights())
                ? of(event, before.history(), model)
                : null;
    }

    /** What a user's remembered events say to a model that now serves the user for the first time. */
    public static List<NewItemTouch> ofHistory(UserPreference user, ServingModel model) {
        List<NewItemTouch> touches = new ArrayList<>(0);
        History history = user.history();
        Map<String, Integer> said = new HashMap<>();
        for (int i = history.size() - 1; i >= 0 && touches.size() < MOST_OF_HISTORY; i--) {
            Event event = history.get(i);
            boolean counts = counts(event, model) && said.merge(event.itemId(), 1, Integer::sum) <= TouchLimit.MOST;
            NewItemTouch touch = counts ? of(event, history, model) : null;
            if (touch != null) {
                touches.add(touch);
            }
        }
        return touches;
    }

    private static boolean counts(Event event, ServingModel model) {
        if (model.bundle().newItems() == null || model.items().indexOf(event.itemId()) >= 0) {
            return false;
        }
        return model.bundle().foldIn().weights().of(event.type(), event.value()) != 0;
    }

    private static @Nullable NewItemTouch of(Event event, History history, ServingModel model) {
        FoldInSettings settings = model.bundle().foldIn();
        UnseenItems others =
                id -> id.equals(event.itemId()) ? null : model.unseen().vector(id);
        WeightedItems taste = WeightedItems.of(history, model.items(), settings, others);
        if (taste.size() == 0) {
            return null;
        }
        return new NewItemTouch(
                event.itemId(),
                model.version(),
                settings.weights().of(event.type(), event.value()),
                model.foldIn().fold(taste),
                event.timestampMs());
    }
}
