package dev.millrace.model.baselines;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.evaluation.TouchedItems;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;

/**
 * Item-based neighbours (Sarwar et al. 2001) by the cosine of who took them, updated with every event; the user's
 * newest items count most.
 */
public final class ItemKnn implements Contender {

    /** Items per user that count, newest first; further ones weigh nothing. */
    private static final int REMEMBERED = 200;

    /** Items that weigh less than this beside the newest one are left out. */
    private static final double NEGLIGIBLE = 1e-3;

    private final InteractionLog log;
    private final UserItems users;
    private final double decay;
    private final SparseRow[] together;
    private final int[] takers;
    private final double[] inverseRoot; // 1/√takers

    /** @param decay weight of an item per newer item of the user, 0 to 1 */
    public ItemKnn(InteractionLog log, EventWeights weights, double decay) {
        this.log = log;
        this.users = new UserItems(log, weights);
        this.decay = decay;
        this.together = new SparseRow[log.itemCount()];
        this.takers = new int[log.itemCount()];
        this.inverseRoot = new double[log.itemCount()];
    }

    @Override
    public void learn(int event) {
        if (!users.isPositive(event)) {
            return;
        }
        int user = log.user(event);
        int item = log.item(event);
        int before = users.size(user);
        if (users.add(event)) {
            takers[item]++;
            inverseRoot[item] = 1 / Math.sqrt(takers[item]);
            for (int age = 1; age <= Math.min(before, REMEMBERED); age++) {
                int other = users.newest(user, age);
                row(item).add(other, 1);
                row(other).add(item, 1);
            }
        }
    }

    @Override
    public int[] list(int user, long nowMs, int k, TouchedItems touched) {
        double[] scores = new double[log.itemCount()];
        double weight = 1;
        for (int age = 0; age < Math.min(users.size(user), REMEMBERED) && weight > NEGLIGIBLE; age++) {
            int item = users.newest(user, age);
            row(item).addTo(scores, weight * inverseRoot[item], inverseRoot);
            weight *= decay;
        }
        return Scores.top(scores, k, touched);
    }

    private SparseRow row(int item) {
        SparseRow row = together[item];
        if (row == null) {
            row = new SparseRow();
            together[item] = row;
        }
        return row;
    }
}
