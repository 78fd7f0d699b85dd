package dev.millrace.benchmarks.retrieval;

import dev.millrace.model.preferences.ConsumedItems;
import java.util.Arrays;
import java.util.Set;

/**
 * One user: a vector and the items known already, in the form that each engine wants them.
 *
 * @param knownRows ascending
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Query(float[] vector, int[] knownRows, Set<String> knownIds, ConsumedItems consumed) {

    boolean knows(int row) {
        return Arrays.binarySearch(knownRows, row) >= 0;
    }
}
