package dev.millrace.model.baselines;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.evaluation.TouchedItems;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * EASE (Steck 2019): the best linear map from a user's items to their items that may not use the item itself, {@code B
 * = I − P·diag(P)⁻¹} with {@code P = (XᵀX + λI)⁻¹}. Learnt anew on a schedule, over the most taken items; applied to
 * the user's items of the moment, newest first with decreasing weight.
 */
public final class Ease implements Contender {

    private static final int REMEMBERED = 200;

    private final InteractionLog log;
    private final UserItems users;
    private final Popularity popularity;
    private final Settings settings;
    private final int[] retrainAt;
    private int[] rowOf = new int[0];
    private int[] itemOf = new int[0];
    private float[] map = new float[0];
    private int learnt;

    /**
     * @param lambda L2 penalty
     * @param mostItems the map is learnt for this many items, those taken most: it needs 4 bytes for each pair
     * @param decay weight of an item per newer item of the user, 0 to 1
     */
    public record Settings(double lambda, int mostItems, double decay) {}

    /**
     * @param retrainAt numbers of events learnt after which the map is learnt anew, ascending
     * @param halfLifeMs of the popularity that tops lists up
     */
    public Ease(InteractionLog log, EventWeights weights, Settings settings, int[] retrainAt, double halfLifeMs) {
        this.log = log;
        this.users = new UserItems(log, weights);
        this.popularity = new Popularity(log, weights, halfLifeMs);
        this.settings = settings;
        this.retrainAt = retrainAt.clone();
    }

    @Override
    public void learn(int event) {
        popularity.learn(event);
        if (users.isPositive(event)) {
            users.add(event);
        }
        if (Arrays.binarySearch(retrainAt, ++learnt) >= 0) {
            train();
        }
    }

    @Override
    public int[] list(int user, long nowMs, int k, TouchedItems touched) {
        int n = itemOf.length;
        double[] scores = new double[log.itemCount()];
        double weight = 1;
        for (int age = 0; age < Math.min(users.size(user), REMEMBERED); age++) {
            int row = n == 0 ? -1 : rowOf[users.newest(user, age)];
            for (int column = 0; row >= 0 && column < n; column++) {
                scores[itemOf[column]] += weight * map[row * n + column];
            }
            weight *= settings.decay();
        }
        return Scores.filled(Scores.top(scores, k, touched), popularity.list(user, nowMs, k, touched), k);
    }

    private void train() {
        chooseItems();
        int n = itemOf.length;
        double[] inverse = SymmetricInverse.of(gram(n), n);
        map = new float[n * n];
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
                map[row * n + column] =
                        row == column ? 0 : (float) (-inverse[row * n + column] / inverse[column * n + column]);
            }
        }
    }

    private void chooseItems() {
        int[] takers = new int[log.itemCount()];
        forEachTaken((user, item) -> takers[item]++);
        itemOf = IntStream.range(0, takers.length)
                .filter(item -> takers[item] > 0)
                .boxed()
                .sorted(Comparator.comparingInt((Integer item) -> -takers[item]).thenComparing(item -> item))
                .limit(settings.mostItems())
                .mapToInt(Integer::intValue)
                .toArray();
        rowOf = new int[log.itemCount()];
        Arrays.fill(rowOf, -1);
        for (int row = 0; row < itemOf.length; row++) {
            rowOf[itemOf[row]] = row;
        }
    }

    private double[] gram(int n) {
        double[] gram = new double[n * n];
        for (int user = 0; user < log.userCount(); user++) {
            int[] rows = rows(user);
            for (int a : rows) {
                for (int b : rows) {
                    gram[a * n + b]++;
                }
            }
        }
        for (int row = 0; row < n; row++) {
            gram[row * n + row] += settings.lambda();
        }
        return gram;
    }

    private int[] rows(int user) {
        return IntStream.range(0, users.size(user))
                .map(age -> rowOf[users.newest(user, age)])
                .filter(row -> row >= 0)
                .toArray();
    }

    private interface Taken {
        void accept(int user, int item);
    }

    private void forEachTaken(Taken sink) {
        for (int user = 0; user < log.userCount(); user++) {
            for (int age = 0; age < users.size(user); age++) {
                sink.accept(user, users.newest(user, age));
            }
        }
    }
}
