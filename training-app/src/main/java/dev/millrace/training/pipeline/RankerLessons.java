package dev.millrace.training.pipeline;

import dev.millrace.model.ranking.ConditionalLogit;
import dev.millrace.model.ranking.LinearRanker;
import dev.millrace.model.recommend.ScoredItem;
import dev.millrace.model.recommend.ScoredList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Lists to learn a ranker from: which of the candidates the user went on to take, and a sample of those they left. */
final class RankerLessons {

    /** Candidates left that are learnt from per list; more add time, not quality. */
    private static final int LEFT_PER_LIST = 250;

    /** Lists with a taken item among the candidates below which nothing is learnt. */
    private static final int LEAST_LISTS = 50;

    private static final double L2 = 1e-4;

    private final int width;
    private final SplittableRandom random;
    private final ConditionalLogit logit;
    private long candidates;
    private long wanted;

    /** @param width features per row */
    RankerLessons(int width, long seed) {
        this.width = width;
        this.random = new SplittableRandom(seed);
        this.logit = new ConditionalLogit(width, L2);
    }

    /**
     * @param list all candidates with their features
     * @param taken items taken at this moment
     */
    void add(ScoredList list, Set<String> taken) {
        List<ScoredItem> items = list.items();
        int[] order = new int[items.size()];
        int found = 0;
        int left = 0;
        for (int i = 0; i < order.length; i++) {
            if (taken.contains(items.get(i).itemId())) {
                order[found++] = i;
            } else {
                order[order.length - 1 - left++] = i;
            }
        }
        candidates += found;
        wanted += taken.size();
        if (found == 0 || left == 0) {
            return; // not among the candidates: no ranking can find it
        }
        int kept = Math.min(LEFT_PER_LIST, left);
        for (int i = 0; i < kept; i++) {
            int other = i + random.nextInt(left - i);
            int swap = order[found + i];
            order[found + i] = order[found + other];
            order[found + other] = swap;
        }
        float[] rows = new float[(found + kept) * width];
        for (int i = 0; i < found + kept; i++) {
            System.arraycopy(list.rows(), order[i] * width, rows, i * width, width);
        }
        logit.add(rows, found, found + kept);
    }

    /** Lists with a taken item among the candidates. */
    int lists() {
        return logit.size();
    }

    /** Share of the taken items that were candidates: no ranking can list the others. */
    double recall() {
        return wanted == 0 ? 0 : (double) candidates / wanted;
    }

    /** Empty when there is too little to learn from. */
    Optional<LinearRanker> learn() {
        return logit.size() < LEAST_LISTS ? Optional.empty() : Optional.of(logit.fit());
    }
}
