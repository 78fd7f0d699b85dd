package dev.millrace.training.pipeline;

import dev.millrace.model.ranking.ConditionalLogit;
import dev.millrace.model.ranking.LinearRanker;
import dev.millrace.model.ranking.TreeEnsemble;
import dev.millrace.model.recommend.ScoredItem;
import dev.millrace.model.recommend.ScoredList;
import java.util.ArrayList;
import java.util.List;
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
    private final long seed;
    private final List<Lesson> lessons = new ArrayList<>();
    private long candidates;
    private long wanted;

    /** @param width features per row */
    RankerLessons(int width, long seed) {
        this.width = width;
        this.random = new SplittableRandom(seed);
        this.seed = seed;
    }

    /**
     * @param list all candidates with their features
     * @param taken items taken at this moment
     */
    void add(ScoredList list, Set<String> taken) {
        add(list.items().stream().map(ScoredItem::itemId).toList(), list.rows(), taken);
    }

    /** What was logged, joined with what its user did next; what has not happened yet teaches nothing. */
    void add(LoggedList list, WhatHappened happened, long beforeMs) {
        WhatHappened.Moment next = happened.next(list.userId(), list.scoredAtMs());
        if (next.timestampMs() < beforeMs && !next.taken().isEmpty()) {
            add(list.itemIds(), list.rows(), next.taken());
        }
    }

    private void add(List<String> items, float[] features, Set<String> taken) {
        int[] order = new int[items.size()];
        int found = 0;
        int left = 0;
        for (int i = 0; i < order.length; i++) {
            if (taken.contains(items.get(i))) {
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
            System.arraycopy(features, order[i] * width, rows, i * width, width);
        }
        lessons.add(new Lesson(rows, found, found + kept));
    }

    List<Lesson> lessons() {
        return lessons;
    }

    /** Lists with a taken item among the candidates. */
    int lists() {
        return lessons.size();
    }

    /** Share of the taken items that were candidates: no ranking can list the others. */
    double recall() {
        return wanted == 0 ? 0 : (double) candidates / wanted;
    }

    /** Whether there is enough to learn from. */
    boolean suffice() {
        return lessons.size() >= LEAST_LISTS;
    }

    LinearRanker learnLogit() {
        var logit = new ConditionalLogit(width, L2);
        lessons.forEach(lesson -> logit.add(lesson.rows(), lesson.taken(), lesson.size()));
        return logit.fit();
    }

    /** Trees, as many as the latest of the lists say. */
    TreeEnsemble learnTrees() {
        return new LambdaMart(width, seed).learn(lessons);
    }

    /** The latest lists, to try a ranker on. */
    List<Lesson> latest(int n) {
        return lessons.subList(Math.max(0, lessons.size() - n), lessons.size());
    }

    /** So many trees. */
    TreeEnsemble learnTrees(int trees) {
        return new LambdaMart(width, seed).learn(lessons, trees);
    }
}
