/**
 * What is known about users and items beside the factors: decayed, order-independent aggregates and the ranker's input
 * columns.
 */
@NullMarked
package dev.millrace.model.features;

import org.jspecify.annotations.NullMarked;
