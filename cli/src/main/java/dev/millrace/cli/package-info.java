/** The {@code millrace} command: one class per command, thin over the packages beside it. */
@NullMarked
package dev.millrace.cli;

import org.jspecify.annotations.NullMarked;
