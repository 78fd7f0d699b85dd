/** What processors of all topologies share: calls by the clock, state that may be unreadable, headers that go on. */
@NullMarked
package dev.millrace.topologies.processing;

import org.jspecify.annotations.NullMarked;
