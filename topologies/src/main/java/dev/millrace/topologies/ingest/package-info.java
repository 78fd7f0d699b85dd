/** Screens raw input, drops repeats, flags bots and brings every event to its user's partition. */
@NullMarked
package dev.millrace.topologies.ingest;

import org.jspecify.annotations.NullMarked;
