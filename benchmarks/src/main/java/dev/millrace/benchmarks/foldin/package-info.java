/** {@code bench fold-in}: time and error of bringing a user's vector up to date. */
@NullMarked
package dev.millrace.benchmarks.foldin;

import org.jspecify.annotations.NullMarked;
