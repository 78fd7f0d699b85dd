/** Matrices of item and user factors and the little linear algebra they need: floats stored, doubles summed. */
@NullMarked
package dev.millrace.model.factors;

import org.jspecify.annotations.NullMarked;
