package dev.millrace.topologies.publisher;

import dev.millrace.avro.Reason;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.schemas.AvroSink;
import java.util.ArrayList;
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

    TextTable(List<RecommendedItem> items) {
        this.items = items;
        for (RecommendedItem item : items) {
            note(item.getSource());
            for (Reason reason : item.getReasons()) {
                note(reason.getItemId());
            }
        }
    }

    private void note(String text) {
        if (indexes.putIfAbsent(text, items.size() + others.size()) == null) {
            others.add(text);
        }
    }

    /** Of a source or a reason. */
    int index(String text) {
        Integer index = indexes.get(text);
        if (index == null) {
            throw new IllegalStateException("'" + text + "' is missing from the table of its own list");
        }
        return index;
    }

    void writeTo(AvroSink out) {
        out.writeLong(items.size() + others.size());
        for (RecommendedItem item : items) {
            out.writeString(item.getItemId());
        }
        others.forEach(out::writeString);
    }
}
