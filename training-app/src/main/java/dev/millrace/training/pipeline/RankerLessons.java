package dev.millrace.training.pipeline;

import dev.millrace.model.ranking.LinearRanker;
import dev.millrace.model.ranking.PairwiseLogisticRegression;
import dev.millrace.model.recommend.ScoredItem;
import dev.millrace.model.recommend.ScoredList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Pairs to learn a ranker from: the features of the item that the user went on to take, less those of another candidate
 * of the same list.
 */
final class RankerLessons {

    /** Other candidates per taken item; more add time, not quality. */
    private static final int PAIRS_PER_LIST = 40;

    /** Lists with the taken item among the candidates below which nothing is learnt. */
    private static final int LEAST_LISTS = 50;

    private static final double L2 = 1e-3;

    private final int width;
    private final SplittableRandom random;
    private float[] differences = new float[1 << 14];
    private int pairs;
    private int lists;

    /** @param width features per row */
    RankerLessons(int width, long seed) {
        this.width = width;
        this.random = new SplittableRandom(seed);
    }

    /** @param list all candidates with their features */
    void add(ScoredList list, String taken) {
        int positive = place(list.items(), taken);
        int others = list.items().size() - 1;
        if (positive < 0 || others == 0) {
            return; // not among the candidates: no ranking can find it
        }
        lists++;
        for (int k = 0; k < Math.min(PAIRS_PER_LIST, others); k++) {
            int other = random.nextInt(others);
            addPair(list.rows(), positive, other >= positive ? other + 1 : other);
        }
    }

    /** Empty when there is too little to learn from. */
    Optional<LinearRanker> learn() {
        return lists < LEAST_LISTS
                ? Optional.empty()
                : Optional.of(new PairwiseLogisticRegression(width, L2).fit(differences, pairs));
    }

    private void addPair(float[] rows, int taken, int other) {
        if (differences.length < (pairs + 1) * width) {
            differences = Arrays.copyOf(differences, differences.length * 2);
        }
        for (int k = 0; k < width; k++) {
            differences[pairs * width + k] = rows[taken * width + k] - rows[other * width + k];
        }
        pairs++;
    }

    private static int place(List<ScoredItem> items, String wanted) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).itemId().equals(wanted)) {
                return i;
            }
        }
        return -1;
    }
}
