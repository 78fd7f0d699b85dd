/** Reads event and item files of any origin, and says precisely what could not be read. */
@NullMarked
package dev.millrace.cli.input;

import org.jspecify.annotations.NullMarked;
