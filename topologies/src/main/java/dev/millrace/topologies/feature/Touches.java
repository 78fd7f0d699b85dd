package dev.millrace.topologies.feature;

import dev.millrace.avro.CoVisit;
import dev.millrace.avro.ItemTouch;
import dev.millrace.avro.TouchKind;
import dev.millrace.model.features.CoVisits;
import dev.millrace.model.features.ShownItems.Shown;
import dev.millrace.model.preferences.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one record of a user changes about items: at most one touch per item and kind. Pure. */
final class Touches {

    /** A touch in transit, and while it waits. */
    static final InternalAvro<ItemTouch> FORMAT = InternalAvro.of(ItemTouch.getClassSchema(), 1);

    private Touches() {}

    /**
     * By item; the item of the event comes first.
     *
     * @param repeats that the event adds, see {@link dev.millrace.model.preferences.History#repeats}
     */
    static Map<String, ItemTouch> of(Event event, double weight, int repeats, List<CoVisits.Change> changes) {
        Map<String, ItemTouch> touches = new LinkedHashMap<>();
        touches.put(
                event.itemId(),
                new ItemTouch(TouchKind.EVENT, event.timestampMs(), weight, new ArrayList<>(), repeats));
        for (CoVisits.Change change : changes) {
            neighbour(touches, change.itemId(), change.otherItemId(), change);
            neighbour(touches, change.otherItemId(), change.itemId(), change);
        }
        return touches;
    }

    private static void neighbour(
            Map<String, ItemTouch> touches, String itemId, String otherItemId, CoVisits.Change change) {
        touches.computeIfAbsent(
                        itemId, id -> new ItemTouch(TouchKind.CO_VISIT, change.atMs(), 0.0, new ArrayList<>(), 0))
                .getNeighbours()
                .add(new CoVisit(otherItemId, change.weight(), change.atMs()));
    }

    static ItemTouch impression(long shownMs) {
        return new ItemTouch(TouchKind.IMPRESSION, shownMs, 0.0, List.of(), 0);
    }

    static ItemTouch click(Shown clicked) {
        return new ItemTouch(TouchKind.CLICK, clicked.shownMs(), 0.0, List.of(), 0);
    }
}
