package dev.millrace.training.pipeline;

import dev.millrace.model.ranking.LinearRanker;
import dev.millrace.model.ranking.OnnxExport;
import dev.millrace.model.ranking.OnnxRanker;
import dev.millrace.model.ranking.TreeEnsemble;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A ranker as it would be served.
 *
 * @param kind as in the manifest
 * @param trees number of trees; 0 for a weighted sum
 */
record LearntRanker(Origin origin, String kind, byte[] onnx, int trees) {

    /** What it is and what it learnt from. */
    enum Origin {
        REPLAYED("Ranker"),
        TREES("Trees"),
        LOGGED("LoggedRanker");

        private final String label;

        Origin(String label) {
            this.label = label;
        }
    }

    private static final int PASSES = 5;

    static LearntRanker logit(LinearRanker ranker) {
        return new LearntRanker(Origin.REPLAYED, "conditional logit", OnnxExport.linear(ranker), 0);
    }

    static LearntRanker logged(LinearRanker ranker) {
        return new LearntRanker(Origin.LOGGED, "conditional logit of feature-log", OnnxExport.linear(ranker), 0);
    }

    static LearntRanker trees(TreeEnsemble ranker) {
        int trees = ranker.trees().size();
        return new LearntRanker(Origin.TREES, "lambdamart, " + trees + " trees", OnnxExport.trees(ranker), trees);
    }

    /** As part of the names of metrics. */
    String label() {
        return origin.label;
    }

    /** Mean time that scoring one list takes, after as many passes to warm up. */
    double microsPerList(List<Lesson> lists, int width, LongSupplier nanoTime) {
        int most = lists.stream().mapToInt(Lesson::size).max().orElse(0);
        float[] scores = new float[most];
        try (OnnxRanker ranker = OnnxRanker.load(onnx, width)) {
            long begun = 0;
            for (int pass = 0; pass < 2 * PASSES; pass++) {
                begun = pass == PASSES ? nanoTime.getAsLong() : begun;
                for (Lesson list : lists) {
                    ranker.score(list.rows(), list.size(), scores);
                }
            }
            return (nanoTime.getAsLong() - begun) / 1e3 / PASSES / Math.max(1, lists.size());
        }
    }
}
