package dev.millrace.model.ranking;

import java.util.List;

/**
 * A sum of decision trees over features: what LightGBM learns and {@link OnnxExport} writes. The twin in plain Java of
 * the exported graph.
 *
 * @param width features per row
 */
public record TreeEnsemble(int width, List<Tree> trees) implements Ranker {

    /**
     * One tree. Inner nodes are numbered from 0, the root; a child below 0 is the leaf {@code -1 - child}.
     *
     * @param feature by inner node; empty for a tree of one leaf
     * @param threshold a value up to it goes left
     */
    public record Tree(int[] feature, float[] threshold, int[] left, int[] right, float[] leaves) {

        public Tree {
            int inner = feature.length;
            if (threshold.length != inner
                    || left.length != inner
                    || right.length != inner
                    || leaves.length != inner + 1) {
                throw new IllegalArgumentException("a tree of " + inner + " inner nodes has as many thresholds and"
                        + " children and one leaf more");
            }
        }

        float leafOf(float[] rows, int at) {
            if (feature.length == 0) {
                return leaves[0];
            }
            int node = 0;
            while (node >= 0) {
                node = rows[at + feature[node]] <= threshold[node] ? left[node] : right[node];
            }
            return leaves[-1 - node];
        }
    }

    public TreeEnsemble {
        trees = List.copyOf(trees);
    }

    @Override
    public void score(float[] rows, int n, float[] scores) {
        for (int i = 0; i < n; i++) {
            float sum = 0;
            for (Tree tree : trees) {
                sum += tree.leafOf(rows, i * width);
            }
            scores[i] = sum;
        }
    }

    @Override
    public void close() {}
}
