/** What benchmarks measure on: events and factors. */
@NullMarked
package dev.millrace.benchmarks.data;

import org.jspecify.annotations.NullMarked;
