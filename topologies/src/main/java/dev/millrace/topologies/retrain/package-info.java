/** Watches the served lists and asks for a new model when the evidence says so. */
@NullMarked
package dev.millrace.topologies.retrain;

import org.jspecify.annotations.NullMarked;
