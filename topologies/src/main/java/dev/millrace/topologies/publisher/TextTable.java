package dev.millrace.topologies.publisher;

import dev.millrace.avro.Reason;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.schemas.AvroSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts of one list by number: its items in their order, then sources and reasons as they come. Items are not
 * looked up, they are five in six of the texts: a reason that is an item of the list stands in the table twice.
 */
final class TextTable {

    private final List<RecommendedItem> items;
    private final List<String> others = new ArrayList<>();
    private final Map<String, Integer> indexes = new HashMap<>();
    private int[] order;
    private int noted;
    private int told;

    TextTable(List<RecommendedItem> items) {
        this.items = items;
        this.order = new int[2 * items.size()];
        String source = null;
        int index = 0;
        for (RecommendedItem item : items) {
            if (!item.getSource().equals(source)) { // most are of the one before
                source = item.getSource();
                index = index(source);
            }
            note(index);
            for (Reason reason : item.getReasons()) {
                note(index(reason.getItemId()));
            }
        }
    }

    private int index(String text) {
        Integer known = indexes.get(text);
        if (known != null) {
            return known;
        }
        int next = items.size() + others.size();
        indexes.put(text, next);
        others.add(text);
        return next;
    }

    private void note(int index) {
        if (noted == order.length) {
            order = Arrays.copyOf(order, 2 * noted);
        }
        order[noted++] = index;
    }

    /** Of the next source or reason, in the order of the list: each text is looked up once. */
    int nextIndex() {
        return order[told++];
    }

    void writeTo(AvroSink out) {
        out.writeLong(items.size() + others.size());
        for (RecommendedItem item : items) {
            out.writeString(item.getItemId());
        }
        others.forEach(out::writeString);
    }
}
