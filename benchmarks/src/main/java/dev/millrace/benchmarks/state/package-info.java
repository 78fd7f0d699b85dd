/** {@code bench state}: what keeping users costs, in bytes, time and garbage. */
@NullMarked
package dev.millrace.benchmarks.state;

import org.jspecify.annotations.NullMarked;
