package dev.millrace.training.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.model.ranking.OnnxExport;
import dev.millrace.model.ranking.OnnxRanker;
import dev.millrace.model.ranking.TreeEnsemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LambdaMartTest {

    private static final int WIDTH = 6;
    private static final int CANDIDATES = 40;

    private final List<Lesson> lists = lists(new Random(11), 300);
    private final LambdaMart learner = new LambdaMart(WIDTH, 1);

    @BeforeAll
    static void needLightGbm() {
        assumeTrue(NativeLightGbm.available(), "LightGBM's libraries cannot be loaded here");
    }

    @Test
    void shouldScoreInOnnxRuntimeAsLightGbmDoes() {
        float[] rows = rows(lists(new Random(12), 50));
        int n = rows.length / WIDTH;
        float[] java = new float[n];
        float[] onnx = new float[n];

        TreeEnsemble trees = learner.learn(lists, 30);
        trees.score(rows, n, java);
        try (OnnxRanker ranker = OnnxRanker.load(OnnxExport.trees(trees), WIDTH)) {
            ranker.score(rows, n, onnx);
        }

        double[] expected = learner.predictions(lists, 30, rows);
        for (int i = 0; i < n; i++) {
            assertThat((double) java[i]).isCloseTo(expected[i], within(1e-5));
            assertThat((double) onnx[i]).isCloseTo(expected[i], within(1e-5));
        }
    }

    /** The taken item is the one whose first two features have unlike signs: no weighted sum finds it. */
    @Test
    void shouldLearnWhatNoWeightedSumCan() {
        TreeEnsemble trees = learner.learn(lists);

        assertThat(trees.trees()).hasSizeBetween(1, LambdaMart.MOST_TREES);
        assertThat(firstTaken(trees)).isGreaterThan(0.6);
    }

    /** One tree ties whole groups of rows; what was taken must not win the ties because it stands first. */
    @Test
    void shouldNotStopAtTheTreeThatTiesMost() {
        Random random = new Random(14);
        List<Lesson> sums = new ArrayList<>();
        for (int list = 0; list < 300; list++) {
            float[] rows = new float[CANDIDATES * WIDTH];
            int best = 0;
            for (int i = 0; i < CANDIDATES; i++) {
                for (int k = 0; k < WIDTH; k++) {
                    rows[i * WIDTH + k] = (float) random.nextGaussian();
                }
                best = sum(rows, i) > sum(rows, best) ? i : best;
            }
            float[] taken = Arrays.copyOfRange(rows, best * WIDTH, (best + 1) * WIDTH);
            System.arraycopy(rows, 0, rows, best * WIDTH, WIDTH);
            System.arraycopy(taken, 0, rows, 0, WIDTH);
            sums.add(new Lesson(rows, 1, CANDIDATES));
        }

        assertThat(learner.learn(sums).trees()).hasSizeGreaterThan(20);
    }

    private static float sum(float[] rows, int row) {
        float sum = 0;
        for (int k = 0; k < WIDTH; k++) {
            sum += rows[row * WIDTH + k];
        }
        return sum;
    }

    @Test
    void shouldLearnTheSameTwice() {
        float[] rows = rows(lists);
        float[] first = new float[rows.length / WIDTH];
        float[] second = new float[rows.length / WIDTH];

        learner.learn(lists, 10).score(rows, first.length, first);
        learner.learn(lists, 10).score(rows, second.length, second);

        assertThat(second).containsExactly(first);
    }

    private static double firstTaken(TreeEnsemble trees) {
        List<Lesson> others = lists(new Random(13), 200);
        float[] scores = new float[CANDIDATES];
        int hits = 0;
        for (Lesson list : others) {
            trees.score(list.rows(), list.size(), scores);
            boolean first = true;
            for (int i = 1; i < list.size(); i++) {
                first &= scores[0] > scores[i];
            }
            hits += first ? 1 : 0;
        }
        return (double) hits / others.size();
    }

    private static List<Lesson> lists(Random random, int n) {
        List<Lesson> lists = new ArrayList<>();
        for (int list = 0; list < n; list++) {
            float[] rows = new float[CANDIDATES * WIDTH];
            for (int i = 0; i < CANDIDATES; i++) {
                for (int k = 0; k < WIDTH; k++) {
                    rows[i * WIDTH + k] = (float) random.nextGaussian();
                }
                boolean unlike = rows[i * WIDTH] * rows[i * WIDTH + 1] < 0;
                rows[i * WIDTH + 1] *= unlike == (i == 0) ? 1 : -1;
            }
            lists.add(new Lesson(rows, 1, CANDIDATES));
        }
        return lists;
    }

    private static float[] rows(List<Lesson> lists) {
        float[] rows = new float[lists.size() * CANDIDATES * WIDTH];
        for (int i = 0; i < lists.size(); i++) {
            System.arraycopy(lists.get(i).rows(), 0, rows, i * CANDIDATES * WIDTH, CANDIDATES * WIDTH);
        }
        return rows;
    }
}
