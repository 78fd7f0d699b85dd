package dev.millrace.topologies.scoring.newitems;

import dev.millrace.avro.ItemVector;
import dev.millrace.avro.OtherItemVector;
import dev.millrace.model.features.ItemEntry;
import dev.millrace.model.features.ItemTable;
import dev.millrace.model.newitems.NewItemSums;
import dev.millrace.model.recommend.ServingModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Vectors of new items as they stand on their topic. */
public final class PublishedVectors {

    private PublishedVectors() {}

    /**
     * @param models in service, the most important first
     * @return null when nothing is known of the item for any of them
     */
    static @Nullable ItemVector of(NewItemState state, List<ServingModel> models, @Nullable ItemEntry entry) {
        ItemVector vector = null;
        for (ServingModel model : models) {
            NewItemSums sums = state.byVersion().get(model.version());
            if (sums == null) {
                continue;
            }
            List<Float> factors = boxed(model.fold(sums, entry == null ? null : entry.facts()));
            if (vector == null) {
                vector =
                        new ItemVector(model.version(), factors, sums.observations(), sums.lastMs(), new ArrayList<>());
            } else {
                vector.getOthers().add(new OtherItemVector(model.version(), factors, sums.observations()));
            }
        }
        return vector;
    }

    /** What a record of the topic changes in the table. */
    public static void read(ItemTable items, String itemId, @Nullable ItemVector vector) {
        Set<String> versions = new HashSet<>();
        if (vector != null) {
            versions.add(vector.getModelVersion());
            items.updateVector(itemId, vector.getModelVersion(), unboxed(vector.getFactors()));
            for (OtherItemVector other : vector.getOthers()) {
                versions.add(other.getModelVersion());
                items.updateVector(itemId, other.getModelVersion(), unboxed(other.getFactors()));
            }
        }
        items.retainVectors(itemId, versions);
    }

    private static List<Float> boxed(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    private static float[] unboxed(List<Float> values) {
        float[] array = new float[values.size()];
        for (int k = 0; k < array.length; k++) {
            array[k] = values.get(k);
        }
        return array;
    }
}
