/** How many events the apps carry. */
@NullMarked
package dev.millrace.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
