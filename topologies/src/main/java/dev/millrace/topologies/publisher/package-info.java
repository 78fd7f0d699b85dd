/** Business rules, fallback ladder and publication of every user's list. */
@NullMarked
package dev.millrace.topologies.publisher;

import org.jspecify.annotations.NullMarked;
