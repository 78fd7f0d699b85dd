/** {@code millrace bench}: every published figure is a program here. */
@NullMarked
package dev.millrace.benchmarks;

import org.jspecify.annotations.NullMarked;
