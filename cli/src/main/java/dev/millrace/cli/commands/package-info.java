/** One class per command: options, help and what is printed; the work is done in the packages beside it. */
@NullMarked
package dev.millrace.cli.commands;

import org.jspecify.annotations.NullMarked;
