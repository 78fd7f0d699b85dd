package dev.millrace.model.baselines;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.evaluation.TouchedItems;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;

/**
 * Item-based neighbours (Sarwar et al. 2001) by the cosine of who took them, updated with every event; the user's
 * newest items count most. Dense: for catalogues up to some ten thousand items.
 */
public final class ItemKnn implements Contender {

    /** Items per user that count, newest first; further ones weigh nothing. */
    private static final int REMEMBERED = 200;

    private final InteractionLog log;
    private final UserItems users;
    private final Popularity popularity;
    private final double decay;
    private final float[][] together;
    private final int[] takers;

    /**
     * @param decay weight of an item per newer item of the user, 0 to 1
     * @param halfLifeMs of the popularity that tops lists up
     */
    public ItemKnn(InteractionLog log, EventWeights weights, double decay, double halfLifeMs) {
        this.log = log;
        this.users = new UserItems(log, weights);
        this.popularity = new Popularity(log, weights, halfLifeMs);
        this.decay = decay;
        this.together = new float[log.itemCount()][];
        this.takers = new int[log.itemCount()];
    }

    @Override
    public void learn(int event) {
        popularity.learn(event);
        if (!users.isPositive(event)) {
            return;
        }
        int user = log.user(event);
        int item = log.item(event);
        int before = users.size(user);
        if (users.add(event)) {
            takers[item]++;
            for (int age = 1; age <= Math.min(before, REMEMBERED); age++) {
                int other = users.newest(user, age);
                row(item)[other]++;
                row(other)[item]++;
            }
        }
    }

    @Override
    public int[] list(int user, long nowMs, int k, TouchedItems touched) {
        double[] scores = new double[log.itemCount()];
        double weight = 1;
        for (int age = 0; age < Math.min(users.size(user), REMEMBERED); age++) {
            int item = users.newest(user, age);
            float[] counts = row(item);
            for (int other = 0; other < scores.length; other++) {
                if (counts[other] > 0) {
                    scores[other] += weight * counts[other] / Math.sqrt((double) takers[item] * takers[other]);
                }
            }
            weight *= decay;
        }
        return Scores.filled(Scores.top(scores, k, touched), popularity.list(user, nowMs, k, touched), k);
    }

    private float[] row(int item) {
        float[] row = together[item];
        if (row == null) {
            row = new float[log.itemCount()];
            together[item] = row;
        }
        return row;
    }
}
