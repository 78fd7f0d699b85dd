package dev.millrace.topologies.feature;

import dev.millrace.avro.CoVisit;
import dev.millrace.avro.ItemTouch;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemSignals;
import dev.millrace.model.features.Neighbours;
import java.util.ArrayList;
import java.util.List;

/** One item's aggregates on their way through touches. Pure. */
record ItemState(ItemSignals signals, Neighbours neighbours) {

    /** Twice as many neighbours are kept as are published, so that a rising one is not forgotten on its way up. */
    private static final int SLACK = 2;

    ItemState after(List<ItemTouch> touches, FeatureDefinitions definitions) {
        ItemSignals folded = signals;
        List<Neighbours.Change> changes = new ArrayList<>();
        for (ItemTouch touch : touches) {
            folded = after(folded, touch, definitions);
            for (CoVisit visit : touch.getNeighbours()) {
                changes.add(new Neighbours.Change(visit.getItemId(), visit.getWeight(), visit.getTimestampMs()));
            }
        }
        Neighbours around = changes.isEmpty()
                ? neighbours
                : neighbours.addAll(changes, definitions.neighbourHalfLifeMs(), SLACK * definitions.neighboursKept());
        return new ItemState(folded, around);
    }

    private static ItemSignals after(ItemSignals signals, ItemTouch touch, FeatureDefinitions definitions) {
        return switch (touch.getKind()) {
            case EVENT -> signals.touched(touch.getWeight(), touch.getTimestampMs(), touch.getRepeats(), definitions);
            case IMPRESSION -> signals.shown(touch.getTimestampMs(), definitions);
            case CLICK -> signals.clicked(touch.getTimestampMs(), definitions);
            case CO_VISIT -> signals;
        };
    }
}
