/** What the commands print: tables, progress, errors, exit codes. */
@NullMarked
package dev.millrace.cli.console;

import org.jspecify.annotations.NullMarked;
