/** Vectors for items that a model was not trained on: from their categories, and from the users who touched them. */
@NullMarked
package dev.millrace.model.newitems;

import org.jspecify.annotations.NullMarked;
