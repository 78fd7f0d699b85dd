package dev.millrace.model.ranking;

import java.time.Duration;

/**
 * What a ranker may take while it is tried.
 *
 * @param start for the process to come up, before the ranker is looked at; a crowded machine needs seconds
 * @param time to load and try the ranker
 * @param memoryBytes resident memory beyond that of the empty process, beside {@code perByte} times the ranker's size
 * @param perByte a runtime holds a model several times over while it loads
 */
public record TrialLimits(Duration start, Duration time, long memoryBytes, int perByte) {

    /** A refusal is known within 10 s unless the machine is too busy to start a process. */
    public static final TrialLimits DEFAULT =
            new TrialLimits(Duration.ofSeconds(20), Duration.ofSeconds(5), 96L << 20, 8);

    long memory(int rankerBytes) {
        return memoryBytes + (long) perByte * rankerBytes;
    }
}
