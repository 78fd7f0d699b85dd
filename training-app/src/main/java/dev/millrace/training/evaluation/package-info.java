/** How good the lists are: the pipeline's own, beside those of single methods, over a recorded stream. */
@NullMarked
package dev.millrace.training.evaluation;

import org.jspecify.annotations.NullMarked;
