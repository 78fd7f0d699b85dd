package dev.millrace.topologies.feature;

import dev.millrace.avro.CoVisit;
import dev.millrace.avro.ItemTouch;
import dev.millrace.avro.TouchKind;
import dev.millrace.model.features.CoVisits;
import dev.millrace.model.features.ShownItems.Shown;
import dev.millrace.model.preferences.Event;
import dev.millrace.schemas.AvroSink;
import dev.millrace.schemas.AvroSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one record of a user changes about items: at most one touch per item and kind. Pure. */
final class Touches {

    /** A touch in transit, and while it waits. */
    static final DirectAvro<ItemTouch> FORMAT =
            DirectAvro.of(ItemTouch.getClassSchema(), 1, 64, Touches::write, Touches::read);

    private static final TouchKind[] KINDS = TouchKind.values();

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

    @SuppressWarnings("EnumOrdinal") // Avro numbers symbols in the order of the schema, as the generated class does
    private static void write(ItemTouch touch, AvroSink out) {
        out.writeLong(touch.getKind().ordinal());
        out.writeLong(touch.getTimestampMs());
        out.writeDouble(touch.getWeight());
        List<CoVisit> neighbours = touch.getNeighbours();
        if (!neighbours.isEmpty()) {
            out.writeLong(neighbours.size());
            for (CoVisit visit : neighbours) {
                out.writeString(visit.getItemId());
                out.writeDouble(visit.getWeight());
                out.writeLong(visit.getTimestampMs());
            }
        }
        out.writeLong(0);
        out.writeLong(touch.getRepeats());
    }

    private static ItemTouch read(AvroSource in) {
        var touch = new ItemTouch();
        touch.setKind(KINDS[in.readInt()]);
        touch.setTimestampMs(in.readLong());
        touch.setWeight(in.readDouble());
        List<CoVisit> neighbours = new ArrayList<>();
        for (int block = in.readBlock(); block != 0; block = in.readBlock()) {
            for (int i = 0; i < block; i++) {
                var visit = new CoVisit();
                visit.setItemId(in.readString());
                visit.setWeight(in.readDouble());
                visit.setTimestampMs(in.readLong());
                neighbours.add(visit);
            }
        }
        touch.setNeighbours(neighbours);
        touch.setRepeats(in.readInt());
        return touch;
    }
}
