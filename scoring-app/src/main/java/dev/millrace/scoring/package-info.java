/** The scoring app: settings and a main around the scoring topology and the model feed. */
@NullMarked
package dev.millrace.scoring;

import org.jspecify.annotations.NullMarked;
