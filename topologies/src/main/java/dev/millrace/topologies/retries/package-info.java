/** Dead letters that come back to the app in which they failed. */
@NullMarked
package dev.millrace.topologies.retries;

import org.jspecify.annotations.NullMarked;
