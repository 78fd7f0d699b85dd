package dev.millrace.cli.evaluate;

import dev.millrace.avro.ScoredExample;
import dev.millrace.avro.ScoredRow;
import dev.millrace.model.recommend.ScoredItem;
import dev.millrace.model.recommend.ScoredList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares features as they were logged when a list was served with those that a replay works out, value by value:
 * equal means the very same float. Training on the one and serving on the other is only right while nothing differs.
 */
public final class Skew {

    private final List<String> columns;
    private final Map<String, Long> differing = new LinkedHashMap<>();
    private final Map<String, Double> largest = new LinkedHashMap<>();
    private long lists;
    private long values;
    private long missing;

    /** @param columns names of the features, in the order of the rows */
    public Skew(List<String> columns) {
        this.columns = columns;
    }

    /** One list, logged and worked out again. */
    void compare(ScoredExample logged, ScoredList again) {
        Map<String, Integer> places = new HashMap<>();
        List<ScoredItem> items = again.items();
        for (int place = 0; place < items.size(); place++) {
            places.put(items.get(place).itemId(), place);
        }
        lists++;
        for (ScoredRow row : logged.getRows()) {
            Integer place = places.get(row.getItemId());
            if (place == null || row.getFeatures().size() != again.width()) {
                missing += row.getFeatures().size();
                continue;
            }
            for (int column = 0; column < again.width(); column++) {
                values++;
                float before = row.getFeatures().get(column);
                float now = again.rows()[place * again.width() + column];
                if (Float.compare(before, now) != 0) {
                    differing.merge(columns.get(column), 1L, Long::sum);
                    double size = Math.max(Math.abs(before), Math.abs(now));
                    largest.merge(columns.get(column), Math.abs(before - now) / size, Math::max);
                }
            }
        }
    }

    /** Logged lists. */
    public long lists() {
        return lists;
    }

    /** Values that both have. */
    public long values() {
        return values;
    }

    /** Logged values of items that the replay does not list. */
    public long missing() {
        return missing;
    }

    /** Differing values, by feature; empty when there are none. */
    public Map<String, Long> differing() {
        return differing;
    }

    /** Largest difference by feature, relative to the larger of the two values. */
    public Map<String, Double> largest() {
        return largest;
    }
}
