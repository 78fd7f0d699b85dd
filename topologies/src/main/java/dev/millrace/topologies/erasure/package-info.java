/** What every app keeps of erasures, so that no event of before comes back. */
@NullMarked
package dev.millrace.topologies.erasure;

import org.jspecify.annotations.NullMarked;
