/** The recorded stream of events as primitive arrays, and its replay through the pipeline's own code. */
@NullMarked
package dev.millrace.model.replay;

import org.jspecify.annotations.NullMarked;
