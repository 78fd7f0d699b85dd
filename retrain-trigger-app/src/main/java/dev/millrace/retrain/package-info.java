/** The process that watches quality and asks for new models. */
@NullMarked
package dev.millrace.retrain;

import org.jspecify.annotations.NullMarked;
