package dev.millrace.model.retrieval;

/** What every index demands of a search. */
final class Searches {

    private Searches() {}

    static void check(float[] vector, int dimension, int k) {
        if (vector.length != dimension) {
            throw new IllegalArgumentException(
                    "a vector of " + vector.length + " factors searched among items of " + dimension);
        }
        if (k < 0) {
            throw new IllegalArgumentException("k must not be negative, was " + k);
        }
    }
}
