/** Training of implicit ALS, on all cores, with the maths of the fold-in. */
@NullMarked
package dev.millrace.model.als;

import org.jspecify.annotations.NullMarked;
