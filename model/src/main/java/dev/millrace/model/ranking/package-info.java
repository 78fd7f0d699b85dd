/** Rankers: ONNX models over named features, and the light one trained here. */
@NullMarked
package dev.millrace.model.ranking;

import org.jspecify.annotations.NullMarked;
