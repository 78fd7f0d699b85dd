/** The apps of the pipeline in one process: for {@code millrace run} and for the demo. */
@NullMarked
package dev.millrace.cli.apps;

import org.jspecify.annotations.NullMarked;
