package dev.millrace.topologies.pacing;

import java.time.Duration;

/**
 * How soon output is committed. Under exactly-once nobody downstream sees it before, so each hop adds this to the
 * latency; and each commit costs the same however many records it holds, so a backlog is worked off in few.
 *
 * @param soon how long fresh output waits for more of it
 * @param fresh output whose event was appended longer ago than this belongs to a backlog, and waits for the commit
 *     interval
 */
public record CommitPace(Duration soon, Duration fresh) {

    /** The defaults of app-shell.properties. */
    public static final CommitPace DEFAULT = new CommitPace(Duration.ofMillis(10), Duration.ofMillis(300));

    public CommitPace {
        if (soon.toMillis() < 1) {
            throw new IllegalArgumentException("commit.soon must be at least 1 ms, was " + soon);
        }
        if (fresh.isNegative()) {
            throw new IllegalArgumentException("commit.fresh must not be negative, was " + fresh);
        }
    }
}
