/** What users notice of a change of model. */
@NullMarked
package dev.millrace.benchmarks.swap;

import org.jspecify.annotations.NullMarked;
