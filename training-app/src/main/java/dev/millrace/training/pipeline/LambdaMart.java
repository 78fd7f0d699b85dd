package dev.millrace.training.pipeline;

import com.microsoft.ml.lightgbm.PredictionType;
import dev.millrace.model.ranking.LightGbmText;
import dev.millrace.model.ranking.TreeEnsemble;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Learns to rank by LambdaMART (Burges 2010, "From RankNet to LambdaRank to LambdaMART") with LightGBM. Few small
 * trees: each one costs time for every candidate of every list.
 */
final class LambdaMart {

    static final int MOST_TREES = 60;

    /**
     * Candidates left that are learnt from per list: trees that see 250 of them are no better and take twice as long.
     */
    private static final int LEFT_PER_LIST = 100;

    /** Trees without a gain after which no more are grown. */
    private static final int PATIENCE = 10;

    /** Latest share of the lists, which says when to stop. */
    private static final double STOPPING_SHARE = 0.2;

    private static final String SETTINGS = "objective=lambdarank metric=ndcg eval_at=20 lambdarank_truncation_level=30"
            + " learning_rate=0.1 num_leaves=15 min_data_in_leaf=50 lambda_l2=1 max_bin=63"
            + " deterministic=true force_row_wise=true verbosity=-1 num_threads="
            + Runtime.getRuntime().availableProcessors();

    private final int width;
    private final int seed;

    /** Only where {@link NativeLightGbm#available}. */
    LambdaMart(int width, long seed) {
        this.width = width;
        this.seed = (int) (seed & Integer.MAX_VALUE);
    }

    /**
     * Grows as many trees as improve the lists of the latest fifth, which are not learnt from.
     *
     * @param lists in order of time
     */
    TreeEnsemble learn(List<Lesson> lists) {
        int cut = (int) Math.round((1 - STOPPING_SHARE) * lists.size());
        try (LGBMDataset learnt = dataset(lists.subList(0, cut), null);
                LGBMDataset held = dataset(lists.subList(cut, lists.size()), learnt);
                LGBMBooster booster = LGBMBooster.create(learnt, settings())) {
            booster.addValidData(held);
            int best = 0;
            double bestNdcg = -1;
            for (int trees = 1; trees <= MOST_TREES && trees - best <= PATIENCE; trees++) {
                boolean finished = booster.updateOneIter();
                double ndcg = booster.getEval(1)[0];
                if (ndcg > bestNdcg) {
                    best = trees;
                    bestNdcg = ndcg;
                }
                if (finished) {
                    break;
                }
            }
            return parse(booster, best);
        } catch (LGBMException e) {
            throw new IllegalStateException("LightGBM failed: " + e.getMessage(), e);
        }
    }

    /** Grows so many trees from all lists. */
    TreeEnsemble learn(List<Lesson> lists, int trees) {
        try (LGBMDataset learnt = dataset(lists, null);
                LGBMBooster booster = LGBMBooster.create(learnt, settings())) {
            for (int tree = 0; tree < trees && !booster.updateOneIter(); tree++) {}
            return parse(booster, trees);
        } catch (LGBMException e) {
            throw new IllegalStateException("LightGBM failed: " + e.getMessage(), e);
        }
    }

    /** What LightGBM itself predicts with the trees that {@link #learn(List, int)} would grow: the oracle of tests. */
    double[] predictions(List<Lesson> lists, int trees, float[] rows) {
        try (LGBMDataset learnt = dataset(lists, null);
                LGBMBooster booster = LGBMBooster.create(learnt, settings())) {
            for (int tree = 0; tree < trees && !booster.updateOneIter(); tree++) {}
            return booster.predictForMat(
                    rows, rows.length / width, width, true, PredictionType.C_API_PREDICT_RAW_SCORE);
        } catch (LGBMException e) {
            throw new IllegalStateException("LightGBM failed: " + e.getMessage(), e);
        }
    }

    private static TreeEnsemble parse(LGBMBooster booster, int trees) throws LGBMException {
        return LightGbmText.parse(booster.saveModelToString(0, trees, LGBMBooster.FeatureImportanceType.GAIN));
    }

    private String settings() {
        return SETTINGS + " seed=" + seed;
    }

    private LGBMDataset dataset(List<Lesson> lists, @Nullable LGBMDataset like) throws LGBMException {
        int n = lists.stream().mapToInt(LambdaMart::learntFrom).sum();
        float[] rows = new float[n * width];
        float[] labels = new float[n];
        List<Integer> groups = new ArrayList<>(lists.size());
        SplittableRandom random = new SplittableRandom(seed);
        int at = 0;
        for (Lesson list : lists) {
            int size = learntFrom(list);
            int[] order = shuffled(size, random);
            for (int i = 0; i < size; i++) {
                System.arraycopy(list.rows(), order[i] * width, rows, (at + i) * width, width);
                labels[at + i] = order[i] < list.taken() ? 1 : 0;
            }
            groups.add(size);
            at += size;
        }
        LGBMDataset dataset = LGBMDataset.createFromMat(rows, n, width, true, SETTINGS, like);
        dataset.setField("label", labels);
        dataset.setField("group", groups.stream().mapToInt(Integer::intValue).toArray());
        return dataset;
    }

    /**
     * LightGBM's order is stable: of rows with one score those that stand first count as placed first. Few trees give
     * few scores, and with the taken rows in front one tree looked better than any number.
     */
    private static int[] shuffled(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    /** The rows of what was left stand in random order. */
    private static int learntFrom(Lesson list) {
        return Math.min(list.size(), list.taken() + LEFT_PER_LIST);
    }
}
