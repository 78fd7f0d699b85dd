package dev.millrace.model.retrieval;

import java.util.function.IntPredicate;

/** Finds the items with the largest inner product. Immutable; any number of threads. */
public interface RetrievalIndex {

    int dimension();

    /** Items in the index. */
    int size();

    /**
     * The {@code k} best items that are not excluded; fewer when there are fewer.
     *
     * @param vector of length {@link #dimension()}, finite
     * @param k at least 0
     * @param excluded by row; asked only about items good enough to be listed, perhaps more than once
     */
    TopItems search(float[] vector, int k, IntPredicate excluded);

    /**
     * Several searches in one pass over the items; the results are those of single searches.
     *
     * @param excluded one for each vector
     */
    default TopItems[] search(float[][] vectors, int k, IntPredicate[] excluded) {
        TopItems[] found = new TopItems[vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            found[i] = search(vectors[i], k, excluded[i]);
        }
        return found;
    }
}
