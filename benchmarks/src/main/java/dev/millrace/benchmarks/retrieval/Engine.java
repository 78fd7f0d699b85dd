package dev.millrace.benchmarks.retrieval;

/** One way to find the {@value #K} best items that a user does not know yet. Any number of threads. */
interface Engine extends AutoCloseable {

    int K = 10;

    /** Rows of the best items of each query, best first. */
    int[][] search(Query[] queries);

    /** Frees what the garbage collector does not see. */
    @Override
    default void close() {}
}
