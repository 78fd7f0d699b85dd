package dev.millrace.training.pipeline;

import dev.millrace.model.evaluation.ListQuality;
import dev.millrace.model.evaluation.QualityMeter;
import dev.millrace.model.evaluation.RankedListMetrics;
import dev.millrace.model.replay.InteractionLog;
import java.util.function.IntPredicate;

/** Sums up ranks of targets; 1 = first, 0 = not listed. */
final class Ranks {

    private Ranks() {}

    static double ndcg20(int[] ranks) {
        double gain = 0;
        for (int rank : ranks) {
            gain += RankedListMetrics.ndcg(rank, 20);
        }
        return ranks.length == 0 ? 0 : gain / ranks.length;
    }

    /** Standard error of the difference between two NDCG@20 over the same targets; 0 for fewer than two. */
    static double differenceError(int[] ranks, int[] others) {
        int n = ranks.length;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double difference = RankedListMetrics.ndcg(ranks[i], 20) - RankedListMetrics.ndcg(others[i], 20);
            sum += difference;
            squares += difference * difference;
        }
        return n < 2 ? 0 : Math.sqrt(Math.max(0, squares - sum * sum / n) / (n - 1) / n);
    }

    /** @param counted which of the targets to sum up, by event */
    static ListQuality quality(InteractionLog log, int[] targets, int[] ranks, IntPredicate counted) {
        var meter = new QualityMeter();
        for (int i = 0; i < targets.length; i++) {
            if (counted.test(targets[i])) {
                meter.add(log.user(targets[i]), ranks[i]);
            }
        }
        return meter.quality(0);
    }
}
