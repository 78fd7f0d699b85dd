package dev.millrace.model.baselines;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.evaluation.TouchedItems;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import java.util.Arrays;
import java.util.stream.IntStream;

/** {@link EaseMap EASE}, learnt anew on a schedule; applied to the user's items of the moment, newest first. */
public final class Ease implements Contender {

    private static final int REMEMBERED = 200;

    /** Scores below this are zeros that rounding has moved. */
    private static final double ROUNDING = 1e-9;

    private final InteractionLog log;
    private final UserItems users;
    private final Settings settings;
    private final int[] retrainAt;
    private EaseMap map = EaseMap.NONE;
    private int learnt;

    /**
     * @param lambda L2 penalty, above 0
     * @param mostItems where there are fewer items than users, the map is learnt for this many items at most, those
     *     taken most: it needs 4 bytes for each pair
     * @param decay weight of an item per newer item of the user, 0 to 1
     */
    public record Settings(double lambda, int mostItems, double decay) {}

    /** @param retrainAt numbers of events learnt after which the map is learnt anew, ascending */
    public Ease(InteractionLog log, EventWeights weights, Settings settings, int[] retrainAt) {
        this.log = log;
        this.users = new UserItems(log, weights);
        this.settings = settings;
        this.retrainAt = retrainAt.clone();
    }

    @Override
    public void learn(int event) {
        if (users.isPositive(event)) {
            users.add(event);
        }
        if (Arrays.binarySearch(retrainAt, ++learnt) >= 0) {
            int[][] itemsOfUser = IntStream.range(0, log.userCount())
                    .mapToObj(user -> newest(user, Integer.MAX_VALUE))
                    .filter(items -> items.length > 0)
                    .toArray(int[][]::new);
            map = EaseMap.learn(itemsOfUser, log.itemCount(), settings.lambda(), settings.mostItems());
        }
    }

    @Override
    public int[] list(int user, long nowMs, int k, TouchedItems touched) {
        int[] items = newest(user, REMEMBERED);
        if (items.length == 0) {
            return items;
        }
        double[] weights = new double[items.length];
        for (int age = 0; age < weights.length; age++) {
            weights[age] = age == 0 ? 1 : weights[age - 1] * settings.decay();
        }
        double[] scores = new double[log.itemCount()];
        map.addTo(scores, items, weights);
        for (int item = 0; item < scores.length; item++) {
            scores[item] = scores[item] < ROUNDING ? 0 : scores[item];
        }
        return Scores.top(scores, k, touched);
    }

    private int[] newest(int user, int most) {
        return IntStream.range(0, Math.min(users.size(user), most))
                .map(age -> users.newest(user, age))
                .toArray();
    }
}
