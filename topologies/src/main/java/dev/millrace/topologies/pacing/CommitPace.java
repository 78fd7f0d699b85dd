package dev.millrace.topologies.pacing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How soon output is committed. Under exactly-once nobody downstream sees it before, so each hop adds this to the
 * latency; and each commit costs the same however many records it holds, so a backlog is worked off in few.
 *
 * @param soon how long fresh output waits for more of it, at least
 * @param fresh output whose event was appended longer ago than this belongs to a backlog, and waits for the commit
 *     interval; younger output waits the less, the younger it is
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

    /**
     * How long output may wait before a commit is asked for; null when the commit interval is early enough.
     *
     * @param ageMs of the event behind it
     * @param intervalMs longest time between commits
     */
    @Nullable
    Duration commitIn(long ageMs, long intervalMs) {
        if (ageMs > fresh.toMillis()) {
            return null;
        }
        long share = ageMs <= 0 ? 0 : intervalMs * ageMs / fresh.toMillis();
        return Duration.ofMillis(Math.max(soon.toMillis(), share));
    }
}
