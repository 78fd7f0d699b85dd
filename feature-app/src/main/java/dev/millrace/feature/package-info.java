/** The feature app: its settings and its main. */
@NullMarked
package dev.millrace.feature;

import org.jspecify.annotations.NullMarked;
