/** Where the processor's time goes, app by app. */
@NullMarked
package dev.millrace.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
