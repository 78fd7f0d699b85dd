package dev.millrace.training.pipeline;

import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.foldin.FoldIn;
import dev.millrace.model.retrieval.RetrievalIndex;
import dev.millrace.model.retrieval.TopItems;
import java.util.List;
import java.util.stream.IntStream;

/** Ranks of targets in the lists that factors alone give, each user folded in from the history before the target. */
record PersonalLists(ItemIndex items, FoldIn foldIn, RetrievalIndex retrieval) {

    private static final int DEPTH = 20;

    /** Rank of each case's item, 1 = first, 0 = not among the first 20. All cores. */
    int[] ranks(List<Case> cases) {
        int[] ranks = new int[cases.size()];
        IntStream.range(0, ranks.length).parallel().forEach(i -> ranks[i] = rank(cases.get(i)));
        return ranks;
    }

    private int rank(Case one) {
        TopItems found = retrieval.search(foldIn.fold(one.history(), items), DEPTH, one.excluded(items));
        for (int place = 0; place < found.size(); place++) {
            if (items.id(found.item(place)).equals(one.wanted())) {
                return place + 1;
            }
        }
        return 0;
    }
}
