package dev.millrace.model.ranking;

/** Scores rows of named features. Not thread-safe: one per thread. */
public interface Ranker extends AutoCloseable {

    /**
     * Scores the first {@code n} rows; higher is better, comparable within one call only.
     *
     * @param rows row-major, {@code n} rows of as many values as the ranker has features
     * @param scores receives {@code n} scores
     */
    void score(float[] rows, int n, float[] scores);

    @Override
    void close();
}
