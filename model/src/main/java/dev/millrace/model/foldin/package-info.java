/** Folding one user (or item) into a factor model: the exact half-step of implicit ALS, and its explanations. */
@NullMarked
package dev.millrace.model.foldin;

import org.jspecify.annotations.NullMarked;
