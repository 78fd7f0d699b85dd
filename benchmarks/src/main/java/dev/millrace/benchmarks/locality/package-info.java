/** Where the preferences are: beside the code that needs them, or in one store for all. */
@NullMarked
package dev.millrace.benchmarks.locality;

import org.jspecify.annotations.NullMarked;
