/** The offline stage: from the log of events to a registered model. */
@NullMarked
package dev.millrace.training;

import org.jspecify.annotations.NullMarked;
