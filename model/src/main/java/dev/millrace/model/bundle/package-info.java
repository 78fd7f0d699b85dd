/** The model bundle: one immutable, named model as a set of hash-checked files. */
@NullMarked
package dev.millrace.model.bundle;

import org.jspecify.annotations.NullMarked;
