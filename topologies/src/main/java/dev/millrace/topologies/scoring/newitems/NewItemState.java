package dev.millrace.topologies.scoring.newitems;

import dev.millrace.model.newitems.NewItemSums;
import dev.millrace.model.recommend.NewItemTouch;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is known of one item's users, for each model that has not seen the item. Immutable. */
record NewItemState(Map<String, NewItemSums> byVersion) {

    static final NewItemState NONE = new NewItemState(Map.of());

    NewItemState {
        byVersion = Map.copyOf(byVersion);
    }

    NewItemState with(NewItemTouch touch) {
        Map<String, NewItemSums> next = new TreeMap<>(byVersion);
        NewItemSums before = byVersion.get(touch.modelVersion());
        next.put(
                touch.modelVersion(),
                (before == null ? NewItemSums.none(touch.user().length) : before)
                        .with(touch.weight(), touch.user(), touch.atMs()));
        return new NewItemState(next);
    }

    /** Without models that do not serve any more. */
    NewItemState retain(Set<String> versions) {
        Map<String, NewItemSums> next = new TreeMap<>(byVersion);
        next.keySet().retainAll(versions);
        return next.size() == byVersion.size() ? this : new NewItemState(next);
    }

    boolean isEmpty() {
        return byVersion.isEmpty();
    }
}
