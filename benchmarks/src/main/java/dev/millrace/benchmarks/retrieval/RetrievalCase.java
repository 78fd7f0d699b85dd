package dev.millrace.benchmarks.retrieval;

import java.util.Locale;

/**
 * Sizes and factors of one comparison.
 *
 * @param factors synthetic, learned or unit-norm
 */
record RetrievalCase(String factors, int items, int dimension) {

    String name() {
        String count = items % 1_000_000 == 0 ? items / 1_000_000 + "M" : items / 1_000 + "k";
        return String.format(Locale.ROOT, "%s x %d %s", count, dimension, factors);
    }
}
