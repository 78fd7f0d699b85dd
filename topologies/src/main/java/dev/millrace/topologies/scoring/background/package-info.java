/** What goes through a task's users a few at a time, unasked: whom to score anew, and whose session is over. */
@NullMarked
package dev.millrace.topologies.scoring.background;

import org.jspecify.annotations.NullMarked;
