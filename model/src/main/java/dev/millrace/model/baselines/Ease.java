package dev.millrace.model.baselines;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.evaluation.TouchedItems;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
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
    private final Maps maps;
    private EaseMap map = EaseMap.NONE;
    private int learnt;

    /**
     * @param lambda L2 penalty, above 0
     * @param mostItems where there are fewer items than users, the map is learnt for this many items at most, those
     *     taken most: it needs 4 bytes for each pair
     * @param decay weight of an item per newer item of the user, 0 to 1
     */
    public record Settings(double lambda, int mostItems, double decay) {}

    /** Maps of one log and one penalty: learning one takes seconds, and users' decay does not enter into it. */
    public static final class Maps {

        private final Map<Integer, EaseMap> byEvents = new HashMap<>();

        private synchronized EaseMap after(int events, Supplier<EaseMap> learn) {
            EaseMap known = byEvents.get(events);
            if (known == null) {
                known = learn.get();
                byEvents.put(events, known);
            }
            return known;
        }
    }

    /** @param retrainAt numbers of events learnt after which the map is learnt anew, ascending */
    public Ease(InteractionLog log, EventWeights weights, Settings settings, int[] retrainAt) {
        this(log, weights, settings, retrainAt, new Maps());
    }

    /** @param maps shared with others of the same log, penalty and size */
    public Ease(InteractionLog log, EventWeights weights, Settings settings, int[] retrainAt, Maps maps) {
        this.maps = maps;
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
            map = maps.after(learnt, this::learnMap);
        }
    }

    private EaseMap learnMap() {
        int[][] itemsOfUser = IntStream.range(0, log.userCount())
                .mapToObj(user -> newest(user, Integer.MAX_VALUE))
                .filter(items -> items.length > 0)
                .toArray(int[][]::new);
        return EaseMap.learn(itemsOfUser, log.itemCount(), settings.lambda(), settings.mostItems());
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
