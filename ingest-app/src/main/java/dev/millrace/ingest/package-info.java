/** The ingest app: its settings and its main. */
@NullMarked
package dev.millrace.ingest;

import org.jspecify.annotations.NullMarked;
