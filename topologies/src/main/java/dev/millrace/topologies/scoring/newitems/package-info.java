/** Vectors for items that a model has not seen, from what their users say about them. */
@NullMarked
package dev.millrace.topologies.scoring.newitems;

import org.jspecify.annotations.NullMarked;
