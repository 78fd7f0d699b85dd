package dev.millrace.topologies.feature;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Spreads what is to be published once per interval over the interval: thousands of records at once would keep this app
 * and every reader of them busy for as long as a user then waits for a list. Belongs to one task.
 */
final class Turns {

    /** Parts of an interval. */
    static final int COUNT = 50;

    private final long turnMs;
    private long due;

    Turns(Duration interval, long nowMs) {
        this.turnMs = turn(interval).toMillis();
        this.due = nowMs / turnMs;
    }

    /** The turn of an item or user: 0 to {@link #COUNT} less 1. */
    static int of(String key) {
        return Math.floorMod(key.hashCode(), COUNT);
    }

    /** The turn of an item whose name is still encoded. */
    static int of(byte[] key) {
        return Math.floorMod(Arrays.hashCode(key), COUNT);
    }

    /** How often to look whose turn it is. */
    static Duration turn(Duration interval) {
        return Duration.ofMillis(Math.max(1, interval.toMillis() / COUNT));
    }

    /** Turns are taken from now on: nothing has waited until now. */
    void begin(long nowMs) {
        due = Math.max(due, nowMs / turnMs);
    }

    /**
     * Takes the turns that have passed since the last call: at most all of them, each once.
     *
     * @return each 0 to {@link #COUNT} less 1
     */
    int[] take(long nowMs) {
        long now = nowMs / turnMs;
        long first = Math.max(due, now - COUNT);
        due = Math.max(due, now);
        return LongStream.range(first, now)
                .mapToInt(turn -> (int) (turn % COUNT))
                .toArray();
    }
}
