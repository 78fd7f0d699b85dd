package dev.millrace.topologies.scoring;

import dev.millrace.avro.ScoredExample;
import dev.millrace.avro.ScoredRow;
import dev.millrace.model.factors.ItemHash;
import dev.millrace.model.recommend.ScoredItem;
import dev.millrace.model.recommend.ScoredList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down the features of the head of a list exactly as they were used, for a sample of the lists. */
record FeatureLog(int rows, double share, String definitions) {

    /** How many rows of a list are logged: of a sample drawn by user and offset, so that every run draws the same. */
    int rowsOf(String user, long offset) {
        long mixed = (((long) ItemHash.of(user) << 32) ^ offset) * 0x9e37_79b9_7f4a_7c15L;
        return (mixed >>> 11) * 0x1p-53 < share ? rows : 0;
    }

    ScoredExample example(ScoredList list, @Nullable String version, long asOfOffset) {
        int n = Math.min(rows, list.items().size());
        List<ScoredRow> logged = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            ScoredItem item = list.items().get(i);
            List<Float> features = new ArrayList<>(list.width());
            for (int f = 0; f < list.width(); f++) {
                features.add(list.rows()[i * list.width() + f]);
            }
            logged.add(new ScoredRow(item.itemId(), features, item.score()));
        }
        return new ScoredExample(version, definitions, asOfOffset, list.nowMs(), logged);
    }
}
