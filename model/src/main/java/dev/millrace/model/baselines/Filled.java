package dev.millrace.model.baselines;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.evaluation.TouchedItems;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;

/** A method that never gives a short list: what is popular fills up the rest, or all of it where nothing is known. */
public final class Filled implements Contender {

    private final Contender first;
    private final Popularity rest;
    private final Popularity cold;

    /**
     * @param halfLifeMs of the popularity that goes on where a list of {@code first} ends
     * @param coldHalfLifeMs of the popularity that stands in where {@code first} has nothing to list
     */
    public Filled(InteractionLog log, EventWeights weights, Contender first, double halfLifeMs, double coldHalfLifeMs) {
        this.first = first;
        this.rest = new Popularity(log, weights, halfLifeMs);
        this.cold = new Popularity(log, weights, coldHalfLifeMs);
    }

    @Override
    public void learn(int event) {
        first.learn(event);
        rest.learn(event);
        cold.learn(event);
    }

    @Override
    public int[] list(int user, long nowMs, int k, TouchedItems touched) {
        int[] head = first.list(user, nowMs, k, touched);
        if (head.length == 0) {
            return cold.list(user, nowMs, k, touched);
        }
        return head.length == k ? head : Scores.filled(head, rest.list(user, nowMs, k, touched), k);
    }
}
