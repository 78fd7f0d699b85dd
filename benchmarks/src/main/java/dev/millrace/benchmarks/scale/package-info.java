/** Lists per second of one, two and simulated more instances of scoring-app. */
@NullMarked
package dev.millrace.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
