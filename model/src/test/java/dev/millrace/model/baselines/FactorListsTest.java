package dev.millrace.model.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.factors.Cholesky;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.Gramian;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.replay.InteractionLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FactorListsTest extends ContenderContract {

    static final int DIMENSION = 4;
    static final ModelBundle MODEL = model();

    @Override
    Contender contender(InteractionLog log) {
        return new FactorLists(log, Map.of(1, () -> MODEL), true);
    }

    /** Normal equations, event by event. */
    @Override
    double[] scores(InteractionLog log, int until, int user) {
        double[] confidence = new double[MODEL.items().size()];
        boolean[] disliked = new boolean[MODEL.items().size()];
        double recency = 1;
        for (int event : remembered(log, until, user)) {
            int row = MODEL.items().indexOf(log.itemId(log.item(event)));
            boolean dislike = log.typeName(log.type(event)).equals("rating") && log.value(event) <= 1;
            if (row < 0 || !(positive(log, event) || dislike)) {
                continue;
            }
            if (confidence[row] == 0) {
                disliked[row] = dislike;
            }
            boolean interest = log.typeName(log.type(event)).equals("rating") && !dislike && log.value(event) < 4;
            confidence[row] += disliked[row] == dislike ? recency * (interest ? 0.25 : 1) : 0;
            recency *= 0.8;
        }
        double[] vector = solve(confidence, disliked);
        double[] scores = new double[ITEMS];
        for (int item = 0; item < ITEMS; item++) {
            int row = MODEL.items().indexOf("i" + item);
            for (int k = 0; k < DIMENSION && row >= 0; k++) {
                scores[item] += vector[k] * factor(row, k);
            }
        }
        return byNumber(log, scores);
    }

    @Test
    void shouldKeepUsersAsTheyWereWhenStatic() {
        InteractionLog log = log(1, 1);
        Contender fixed = new FactorLists(log, Map.of(PREFIX, () -> MODEL), false);
        Contender following = contender(log);
        for (int event = 0; event < PREFIX; event++) {
            fixed.learn(event);
            following.learn(event);
        }
        List<int[]> before = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            before.add(following.list(user, 0, 10, NOTHING));
        }
        for (int event = PREFIX; event < EVENTS; event++) {
            fixed.learn(event);
        }

        for (int user = 0; user < USERS; user++) {
            assertThat(fixed.list(user, 0, 10, NOTHING)).isEqualTo(before.get(user));
        }
    }

    /** Newest first; within one moment a history is in order of ids. */
    private static List<Integer> remembered(InteractionLog log, int until, int user) {
        return IntStream.range(0, until)
                .filter(event -> log.user(event) == user)
                .boxed()
                .sorted(Comparator.comparingLong((Integer event) -> log.timestampMs(event))
                        .thenComparing(event -> log.itemId(log.item(event)))
                        .thenComparing(event -> log.typeName(log.type(event)))
                        .thenComparing(event -> log.value(event))
                        .reversed())
                .toList();
    }

    private static double[] byNumber(InteractionLog log, double[] ofItem) {
        double[] scores = new double[ITEMS];
        for (int number = 0; number < ITEMS; number++) {
            scores[number] = ofItem[Integer.parseInt(log.itemId(number).substring(1))];
        }
        return scores;
    }

    private static double[] solve(double[] confidence, boolean[] disliked) {
        FoldInSettings settings = MODEL.foldIn();
        double total = 0;
        double[] a = new double[DIMENSION * DIMENSION];
        double[] b = new double[DIMENSION];
        for (int row = 0; row < confidence.length; row++) {
            total += confidence[row];
            for (int r = 0; r < DIMENSION; r++) {
                b[r] += disliked[row] ? 0 : confidence[row] * factor(row, r);
                for (int s = 0; s < DIMENSION; s++) {
                    a[r * DIMENSION + s] += (settings.alpha0() + confidence[row]) * factor(row, r) * factor(row, s);
                }
            }
        }
        for (int r = 0; r < DIMENSION; r++) {
            a[r * DIMENSION + r] += settings.lambda() * (total + settings.alpha0() * confidence.length);
        }
        Cholesky.factor(a, DIMENSION);
        Cholesky.solve(a, DIMENSION, b);
        return b;
    }

    private static double factor(int row, int column) {
        return MODEL.factors().values()[row * DIMENSION + column];
    }

    /** Every third item is unknown to it. */
    private static ModelBundle model() {
        List<String> ids = IntStream.range(0, ITEMS)
                .filter(item -> item % 3 > 0)
                .mapToObj(item -> "i" + item)
                .toList();
        var random = new Random(9);
        FactorMatrix factors = new FactorMatrix(ids.size(), DIMENSION);
        for (int i = 0; i < factors.values().length; i++) {
            factors.values()[i] = (float) random.nextGaussian();
        }
        double[] gramian = Gramian.of(factors);
        float[] floats = new float[gramian.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) gramian[i];
        }
        return new ModelBundle(
                "test",
                ItemIndex.of(ids),
                factors,
                floats,
                new FoldInSettings(0.2f, 0.1f, 1, 0.8f, WEIGHTS),
                List.of(),
                null);
    }
}
