/**
 * The scoring stage: every user's state and the lists that come of it, by means of the packages below, which do not
 * know this one.
 */
@NullMarked
package dev.millrace.topologies.scoring;

import org.jspecify.annotations.NullMarked;
