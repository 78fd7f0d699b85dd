package dev.millrace.model.replay;

import dev.millrace.model.features.ItemEntry;
import dev.millrace.model.features.ItemView;
import dev.millrace.model.newitems.NewItemSums;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.model.recommend.NewItemTouch;
import dev.millrace.model.recommend.ServingModel;
import java.util.HashMap;
import java.util.Map;

/** Gives vectors to the items that one model has not seen, as the scoring topology does, at every event. */
final class NewItemsReplay {

    private final ServingModel model;
    private final ItemView items;
    private final Map<String, NewItemSums> sums = new HashMap<>();

    NewItemsReplay(ServingModel model, ItemView items) {
        this.model = model;
        this.items = items;
    }

    boolean serves(ServingModel other) {
        return model.newItems() == other.newItems();
    }

    /** A user comes to this model with what is remembered. */
    void welcome(UserPreference user) {
        NewItemTouch.ofHistory(user, model).forEach(this::fold);
    }

    /** @param before the user before the event */
    void learn(UserPreference before, Event event) {
        NewItemTouch touch = NewItemTouch.of(before, event, model);
        if (touch != null) {
            fold(touch);
        }
    }

    private void fold(NewItemTouch touch) {
        NewItemSums after = sums.computeIfAbsent(touch.itemId(), unseen -> NewItemSums.none(touch.user().length))
                .with(touch.weight(), touch.user(), touch.atMs());
        sums.put(touch.itemId(), after);
        ItemEntry entry = items.find(touch.itemId());
        if (entry != null) {
            model.newItems().put(entry, model.fold(after, entry.facts()));
        }
    }
}
