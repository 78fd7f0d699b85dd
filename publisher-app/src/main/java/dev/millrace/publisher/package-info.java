/** The process that publishes lists and answers for them over HTTP. */
@NullMarked
package dev.millrace.publisher;

import org.jspecify.annotations.NullMarked;
