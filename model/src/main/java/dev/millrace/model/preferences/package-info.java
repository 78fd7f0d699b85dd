/** What is kept of one user: history, consumed items, preference vector; and the bytes it is stored as. */
@NullMarked
package dev.millrace.model.preferences;

import org.jspecify.annotations.NullMarked;
