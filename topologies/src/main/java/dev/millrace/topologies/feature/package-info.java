/** Folds valid events into features of users and items, and publishes them. */
@NullMarked
package dev.millrace.topologies.feature;

import org.jspecify.annotations.NullMarked;
