/** The scoring stage: every user's state, the models that score it and the lists that come of it. */
@NullMarked
package dev.millrace.topologies.scoring;

import org.jspecify.annotations.NullMarked;
