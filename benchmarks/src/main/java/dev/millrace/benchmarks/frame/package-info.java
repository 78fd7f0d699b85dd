/** What every benchmark shares: settings, interleaved rounds, rows of results, report and plots. */
@NullMarked
package dev.millrace.benchmarks.frame;

import org.jspecify.annotations.NullMarked;
