package dev.millrace.model.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ConditionalLogitTest {

    private static final int WIDTH = 3;
    private static final int SIZE = 30;

    @Test
    void shouldFindTheWeightsThatChoicesWereMadeBy() {
        double[] truth = {1.5, -0.7, 0};
        Random random = new Random(3);
        var logit = new ConditionalLogit(WIDTH, 1e-6);
        for (int list = 0; list < 3_000; list++) {
            logit.add(choice(truth, random), 1, SIZE);
        }

        float[] found = logit.fit().weights();

        for (int k = 0; k < WIDTH; k++) {
            assertThat((double) found[k]).isEqualTo(truth[k], within(0.1));
        }
    }

    @Test
    void shouldIgnoreWhatAllItemsOfAListShare() {
        Random random = new Random(5);
        var logit = new ConditionalLogit(WIDTH, 1e-6);
        for (int list = 0; list < 200; list++) {
            float[] rows = choice(new double[] {1, 0, 0}, random);
            float shared = random.nextFloat();
            for (int i = 0; i < SIZE; i++) {
                rows[i * WIDTH + 2] = shared;
            }
            logit.add(rows, 1, SIZE);
        }

        assertThat(logit.fit().weights()[2]).isZero();
    }

    /**
     * As of a user with nearly all events: a column that is large and hardly differs, one that is its double, one
     * empty.
     */
    @Test
    void shouldFindWeightsWhereColumnsAreLargeAlikeOrNoNumbers() {
        Random random = new Random(9);
        int width = 5;
        var logit = new ConditionalLogit(width, 1e-6);
        for (int list = 0; list < 300; list++) {
            float[] three = choice(new double[] {2, 0, 0}, random);
            float[] rows = new float[SIZE * width];
            for (int i = 0; i < SIZE; i++) {
                rows[i * width] = three[i * WIDTH];
                rows[i * width + 1] = 4e7f + 4 * (i % 2);
                rows[i * width + 2] = 2 * rows[i * width + 1];
                rows[i * width + 3] = 1e9f;
                rows[i * width + 4] = i == 3 ? Float.NaN : 1;
            }
            logit.add(rows, 1, SIZE);
        }

        float[] found = logit.fit().weights();

        assertThat((double) found[0]).isEqualTo(2, within(0.3));
        assertThat(found[3]).isZero();
        assertThat(found[4]).isZero();
        for (float weight : found) {
            assertThat(weight).isFinite();
        }
    }

    @Test
    void shouldRefuseListsWithoutAChoice() {
        var logit = new ConditionalLogit(WIDTH, 1e-6);

        assertThatIllegalArgumentException().isThrownBy(() -> logit.add(new float[WIDTH], 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> logit.add(new float[WIDTH], 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ConditionalLogit(WIDTH, 0));
    }

    /**
     * Draws the taken row by adding Gumbel noise to the utilities, which makes the choice a softmax; it comes first.
     */
    private static float[] choice(double[] weights, Random random) {
        float[] rows = new float[SIZE * WIDTH];
        int taken = 0;
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < SIZE; i++) {
            double utility = -Math.log(-Math.log(random.nextDouble()));
            for (int k = 0; k < WIDTH; k++) {
                rows[i * WIDTH + k] = (float) random.nextGaussian();
                utility += weights[k] * rows[i * WIDTH + k];
            }
            if (utility > best) {
                best = utility;
                taken = i;
            }
        }
        for (int k = 0; k < WIDTH; k++) {
            float swap = rows[k];
            rows[k] = rows[taken * WIDTH + k];
            rows[taken * WIDTH + k] = swap;
        }
        return rows;
    }
}
