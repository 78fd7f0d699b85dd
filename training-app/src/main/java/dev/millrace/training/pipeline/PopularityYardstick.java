package dev.millrace.training.pipeline;

import dev.millrace.model.evaluation.DecayedPopularity;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import java.time.Duration;
import java.util.List;

/** Ranks of targets in lists of what is popular at that moment: what every model has to beat. */
final class PopularityYardstick {

    /** Half-lives tried in milliseconds; the last one never forgets. */
    static final List<Double> HALF_LIVES = List.of(
            (double) Duration.ofDays(1).toMillis(),
            (double) Duration.ofDays(7).toMillis(),
            (double) Duration.ofDays(30).toMillis(),
            Double.POSITIVE_INFINITY);

    private static final int DEPTH = 20;

    private final InteractionLog log;
    private final EventWeights weights;

    PopularityYardstick(InteractionLog log, EventWeights weights) {
        this.log = log;
        this.weights = weights;
    }

    /** The half-life that predicts the targets best. */
    double bestHalfLife(int[] targets, List<Case> cases) {
        double best = HALF_LIVES.get(0);
        double bestGain = -1;
        for (double halfLife : HALF_LIVES) {
            double gain = Ranks.ndcg20(ranks(halfLife, targets, cases));
            if (gain > bestGain) {
                best = halfLife;
                bestGain = gain;
            }
        }
        return best;
    }

    /** Rank of each target, 1 = first, 0 = not among the first 20; everything before a target's moment is counted. */
    int[] ranks(double halfLifeMs, int[] targets, List<Case> cases) {
        var popularity = new DecayedPopularity(halfLifeMs);
        int[] ranks = new int[targets.length];
        int counted = 0;
        for (int i = 0; i < targets.length; i++) {
            for (int moment = log.firstAt(log.timestampMs(targets[i])); counted < moment; counted++) {
                if (weights.wanted(log.typeName(log.type(counted)), log.value(counted))) {
                    popularity.add(log.item(counted), log.timestampMs(counted), 1);
                }
            }
            Case one = cases.get(i);
            int[] top = popularity.top(DEPTH, item -> one.consumed().contains(log.itemId(item)));
            for (int place = 0; place < top.length; place++) {
                if (top[place] == log.item(targets[i])) {
                    ranks[i] = place + 1;
                }
            }
        }
        return ranks;
    }
}
