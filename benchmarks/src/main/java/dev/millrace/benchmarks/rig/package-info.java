/** What the end-to-end benchmarks stand on: a broker, the apps, a shop with a trained model, and load on a schedule. */
@NullMarked
package dev.millrace.benchmarks.rig;

import org.jspecify.annotations.NullMarked;
