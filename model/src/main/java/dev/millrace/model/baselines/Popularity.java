package dev.millrace.model.baselines;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.evaluation.DecayedPopularity;
import dev.millrace.model.evaluation.TouchedItems;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;

/**
 * The same list for everybody: what is taken most, with or without decay. Of stars only four and five count: with
 * middling ones it is worse (MovieLens ml-latest-small, NDCG@20: .0334 instead of .0403).
 */
public final class Popularity implements Contender {

    private final InteractionLog log;
    private final EventWeights weights;
    private final DecayedPopularity counts;

    /** @param halfLifeMs infinite: no decay */
    public Popularity(InteractionLog log, EventWeights weights, double halfLifeMs) {
        this.log = log;
        this.weights = weights;
        this.counts = new DecayedPopularity(halfLifeMs);
    }

    @Override
    public void learn(int event) {
        if (weights.wanted(log.typeName(log.type(event)), log.value(event))) {
            counts.add(log.item(event), log.timestampMs(event), 1);
        }
    }

    @Override
    public int[] list(int user, long nowMs, int k, TouchedItems touched) {
        return counts.top(k, touched::contains);
    }
}
