package dev.millrace.model.foldin;

import java.util.ArrayList;
import java.util.List;

/** Rows that one taste adds behind those of the model: its items that the model does not know. */
final class ExtraRows {

    static final ExtraRows NONE = new ExtraRows(Integer.MAX_VALUE, UnseenItems.NONE);

    private final int first;
    private final UnseenItems unseen;
    private final List<String> ids = new ArrayList<>(0);
    private final List<float[]> vectors = new ArrayList<>(0);

    /** @param first row number of the first one */
    ExtraRows(int first, UnseenItems unseen) {
        this.first = first;
        this.unseen = unseen;
    }

    /** The row of an item; -1 when its vector is not known either. */
    int row(String itemId) {
        int known = ids.indexOf(itemId); // a history holds few of them
        if (known < 0) {
            float[] vector = unseen.vector(itemId);
            if (vector == null) {
                return -1;
            }
            known = ids.size();
            ids.add(itemId);
            vectors.add(vector);
        }
        return first + known;
    }

    String id(int row) {
        return ids.get(row - first);
    }

    float[][] vectors() {
        return vectors.toArray(float[][]::new);
    }
}
