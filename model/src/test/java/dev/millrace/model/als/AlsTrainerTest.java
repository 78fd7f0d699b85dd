package dev.millrace.model.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.foldin.FoldIn;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlsTrainerTest {

    private static final InteractionLog LOG = Shoppers.log(71, 200, 60, 4, 15);
    private static final FoldInSettings PLAIN = new FoldInSettings(0.1f, 0.01f, 1f, 1f, EventWeights.defaults());

    private final Ratings ratings = Ratings.of(LOG, 0, LOG.size(), PLAIN);

    @Test
    void shouldLearnWhoLikesWhat() {
        Factors factors = train(settings(8, 8, 0));
        int right = 0;
        int asked = 0;
        for (int u = 0; u < 200; u++) {
            float[] user = factors.users().row(ratings.userRow(u));
            for (int i = 0; i < 60; i++) {
                for (int j = 0; j < 60; j += 7) {
                    if (i % 4 == u % 4 && j % 4 != u % 4) {
                        asked++;
                        right += score(factors, user, i) > score(factors, user, j) ? 1 : 0;
                    }
                }
            }
        }
        assertThat((double) right / asked).isGreaterThan(0.97);
    }

    @Test
    void shouldLowerTheObjectiveWithEveryHalfStep() {
        double before = Double.MAX_VALUE;
        for (int iterations = 1; iterations <= 6; iterations++) {
            double objective = AlsObjective.of(ratings, train(settings(6, iterations, 1)), PLAIN);
            assertThat(objective).isLessThan(before * (1 + 1e-6));
            before = objective;
        }
    }

    @Test
    void shouldGiveTheSameBitsOnAnyNumberOfThreads() {
        Factors one = train(settings(8, 3, 1));
        Factors four = train(settings(8, 3, 4));
        assertThat(four.items().values()).containsExactly(one.items().values());
        assertThat(four.users().values()).containsExactly(one.users().values());
    }

    @Test
    void shouldStartDifferentlyWithAnotherSeed() {
        AlsSettings other = new AlsSettings(8, 3, PLAIN, 2, 1);
        assertThat(train(other).items().values())
                .isNotEqualTo(train(settings(8, 3, 1)).items().values());
    }

    @Test
    void shouldEndWithUsersFoldedIntoTheItems() {
        Factors factors = train(settings(8, 4, 0));
        FoldIn foldIn = new FoldIn(factors.items(), PLAIN);
        SparseRows rows = ratings.byUser();
        for (int user = 0; user < rows.rows(); user += 17) {
            float[] folded = new float[8];
            foldIn.fold(rows.column(), rows.weight(), rows.start()[user], rows.start()[user + 1], folded, 0);
            assertThat(folded).containsExactly(factors.users().row(user), within(1e-4f));
        }
    }

    @Test
    void shouldTellItsProgressAndStopWhenToldTo() {
        List<Integer> told = new ArrayList<>();
        new AlsTrainer().train(ratings, settings(4, 5, 0), told::add);
        assertThat(told).containsExactly(1, 2, 3, 4, 5);
        told.clear();
        new AlsTrainer().train(ratings, settings(4, 5, 0), told::add, (iteration, factors) -> iteration == 2);
        assertThat(told).containsExactly(1, 2);
    }

    @Test
    void shouldShowTheCheckWhatItWouldReturn() {
        List<Factors> shown = new ArrayList<>();
        Factors returned = new AlsTrainer().train(ratings, settings(4, 3, 0), i -> {}, (iteration, factors) -> {
            shown.add(factors);
            return false;
        });
        FactorMatrix last = shown.get(2).items();
        // In other axes perhaps, but with the same scores.
        assertThat(last.dot(3, shown.get(2).users().row(5)))
                .isCloseTo(returned.items().dot(3, returned.users().row(5)), within(1e-4f));
    }

    private Factors train(AlsSettings settings) {
        return new AlsTrainer().train(ratings, settings, iteration -> {});
    }

    private float score(Factors factors, float[] user, int item) {
        return factors.items().dot(ratings.items().indexOf("i" + item), user);
    }

    private static AlsSettings settings(int dimension, int iterations, int threads) {
        return new AlsSettings(dimension, iterations, PLAIN, 1, threads);
    }
}
