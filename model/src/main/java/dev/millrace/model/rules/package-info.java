/**
 * Business rules and the fallback ladder: what turns scored candidates into the list a user sees.
 *
 * <p>Pure and deterministic, so that the publisher and {@code millrace evaluate} run the same rules.
 */
@NullMarked
package dev.millrace.model.rules;

import org.jspecify.annotations.NullMarked;
