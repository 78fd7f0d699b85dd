package dev.millrace.model.ranking;

/**
 * A weighted sum of features: what {@link ConditionalLogit} learns and {@link OnnxExport} writes. The twin in plain
 * Java of the exported graph.
 */
public record LinearRanker(float[] weights) implements Ranker {

    @Override
    public void score(float[] rows, int n, float[] scores) {
        int width = weights.length;
        for (int i = 0; i < n; i++) {
            float sum = 0;
            for (int k = 0; k < width; k++) {
                sum += weights[k] * rows[i * width + k];
            }
            scores[i] = sum;
        }
    }

    @Override
    public void close() {}
}
