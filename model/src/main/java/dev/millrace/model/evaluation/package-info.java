/** Measures of ranked lists, the time split and the popularity yardstick. */
@NullMarked
package dev.millrace.model.evaluation;

import org.jspecify.annotations.NullMarked;
