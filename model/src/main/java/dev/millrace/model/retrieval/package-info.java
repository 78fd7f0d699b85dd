/** Exact top-k retrieval by inner product. */
@NullMarked
package dev.millrace.model.retrieval;

import org.jspecify.annotations.NullMarked;
