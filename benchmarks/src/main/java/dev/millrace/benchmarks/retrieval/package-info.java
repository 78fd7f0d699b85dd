/** {@code bench retrieval}: the best items of a user, by five engines. */
@NullMarked
package dev.millrace.benchmarks.retrieval;

import org.jspecify.annotations.NullMarked;
