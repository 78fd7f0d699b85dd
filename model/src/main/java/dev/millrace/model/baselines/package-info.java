/** Single methods that an evaluation puts beside the pipeline's lists; none of them serves. */
@NullMarked
package dev.millrace.model.baselines;

import org.jspecify.annotations.NullMarked;
