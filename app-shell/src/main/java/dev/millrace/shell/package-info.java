/** What every app needs around a topology: settings, lifecycle, health, metrics. Knows no topology. */
@NullMarked
package dev.millrace.shell;

import org.jspecify.annotations.NullMarked;
