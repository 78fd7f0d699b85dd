/** Simulated shoppers with a known truth: pure, seeded, without Kafka. */
@NullMarked
package dev.millrace.cli.simulate;

import org.jspecify.annotations.NullMarked;
