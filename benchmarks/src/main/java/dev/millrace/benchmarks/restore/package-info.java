/** How soon scoring-app is back with all its users, and how much memory the apps take. */
@NullMarked
package dev.millrace.benchmarks.restore;

import org.jspecify.annotations.NullMarked;
