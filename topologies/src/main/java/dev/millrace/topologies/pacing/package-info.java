/** When output is committed: soon while it is fresh, in large transactions while a backlog is worked off. */
@NullMarked
package dev.millrace.topologies.pacing;

import org.jspecify.annotations.NullMarked;
