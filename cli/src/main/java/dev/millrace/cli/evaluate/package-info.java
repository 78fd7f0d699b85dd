/** What {@code millrace evaluate} shows. */
@NullMarked
package dev.millrace.cli.evaluate;

import org.jspecify.annotations.NullMarked;
