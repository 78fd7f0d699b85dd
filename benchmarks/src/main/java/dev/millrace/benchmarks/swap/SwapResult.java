package dev.millrace.benchmarks.swap;

import dev.millrace.benchmarks.rig.Answers;

/**
 * One change of model.
 *
 * @param before what users saw in the seconds before it
 * @param during what they saw from its registration until the last user had a list of the new model, or longer
 * @param servesSeconds from registration until lists are made with it
 * @param sweptSeconds from registration until every user has a list of it
 * @param pauseMs the longest pause of the whole JVM for a collection meanwhile
 * @param heapBeforeMiB heap in use after a collection
 * @param heapPeakMiB most heap in use meanwhile, garbage included
 */
record SwapResult(
        Answers before,
        Answers during,
        double servesSeconds,
        double sweptSeconds,
        double pauseMs,
        double heapBeforeMiB,
        double heapPeakMiB) {}
