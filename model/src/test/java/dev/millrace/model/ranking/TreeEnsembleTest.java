package dev.millrace.model.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TreeEnsembleTest {

    private static final int WIDTH = 4;

    /**
     * Two trees as LightGBM 4.3 writes them, the second a single leaf; the entries that nothing is read from left out.
     */
    private static final String TEXT = """
            tree
            version=v4
            max_feature_idx=2
            feature_names=a b c

            Tree=0
            num_leaves=3
            split_feature=2 0
            threshold=0.5 1.0000000180025095e-35
            decision_type=2 2
            left_child=1 -2
            right_child=-1 -3
            leaf_value=1 2 4

            Tree=1
            num_leaves=1
            leaf_value=0.25

            end of trees
            """;

    @Test
    void shouldReadTheTextOfLightGbm() {
        TreeEnsemble trees = LightGbmText.parse(TEXT);
        float[] scores = new float[4];

        trees.score(new float[] {0, 0, 0.6f, 0, 0, 0.5f, 1, 0, 0.5f, -1, 9, 0.7f}, 4, scores);

        assertThat(trees.width()).isEqualTo(3);
        assertThat(scores).containsExactly(1.25f, 2.25f, 4.25f, 1.25f);
    }

    @Test
    void shouldRefuseWhatItWouldMisread() {
        assertThatThrownBy(() -> LightGbmText.parse(TEXT.replace("decision_type=2 2", "decision_type=2 3")))
                .hasMessageContaining("category");
        assertThatThrownBy(() -> LightGbmText.parse(TEXT.replace("leaf_value=1 2 4", "leaf_value=1 2")))
                .hasMessageContaining("leaf_value");
        assertThatThrownBy(() -> LightGbmText.parse(TEXT.replace("end of trees", "")))
                .hasMessageContaining("end");
    }

    /** A threshold is a double, a feature a float: rounding up would send a value the other way. */
    @Test
    void shouldRoundThresholdsDown() {
        assertThat(LightGbmText.roundDown(0.5)).isEqualTo(0.5f);
        assertThat(LightGbmText.roundDown(0.1)).isLessThan(0.1f).isEqualTo(Math.nextDown(0.1f));
        assertThat((double) LightGbmText.roundDown(1.7)).isLessThanOrEqualTo(1.7);
    }

    @Test
    void shouldScoreInOnnxRuntimeAsInJava() {
        var random = new Random(3);
        List<TreeEnsemble.Tree> grown = new ArrayList<>();
        for (int tree = 0; tree < 40; tree++) {
            grown.add(grow(random, 1 + random.nextInt(16)));
        }
        var trees = new TreeEnsemble(WIDTH, grown);
        float[] rows = new float[300 * WIDTH];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextInt(20) / 10f - 1;
        }
        float[] expected = new float[300];
        float[] scores = new float[300];
        trees.score(rows, 300, expected);

        try (OnnxRanker onnx = OnnxRanker.load(OnnxExport.trees(trees), WIDTH)) {
            onnx.score(rows, 300, scores);
        }

        assertThat(scores).containsExactly(expected, within(1e-5f));
    }

    /** Splits a random leaf until there are enough. */
    private static TreeEnsemble.Tree grow(Random random, int leaves) {
        int inner = leaves - 1;
        int[] feature = new int[inner];
        float[] threshold = new float[inner];
        int[] left = new int[inner];
        int[] right = new int[inner];
        for (int node = 0; node < inner; node++) {
            feature[node] = random.nextInt(WIDTH);
            threshold[node] = random.nextInt(20) / 10f - 1; // on the grid of the rows: equal values must go left
            left[node] = node == 0 ? -1 : 0;
            right[node] = -2 - node;
        }
        for (int node = 1; node < inner; node++) {
            int leaf = random.nextInt(node + 1);
            for (int parent = 0; parent < node; parent++) {
                left[parent] = left[parent] == -1 - leaf ? node : left[parent];
                right[parent] = right[parent] == -1 - leaf ? node : right[parent];
            }
            left[node] = -1 - leaf;
        }
        float[] values = new float[leaves];
        for (int leaf = 0; leaf < leaves; leaf++) {
            values[leaf] = (float) random.nextGaussian() / 10;
        }
        return new TreeEnsemble.Tree(feature, threshold, left, right, values);
    }
}
