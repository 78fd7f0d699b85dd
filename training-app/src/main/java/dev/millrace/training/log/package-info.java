/** Reads what training learns from out of Kafka. */
@NullMarked
package dev.millrace.training.log;

import org.jspecify.annotations.NullMarked;
