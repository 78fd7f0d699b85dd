package dev.millrace.topologies.scoring.background;

import java.time.Duration;

/**
 * When users who do nothing get a list anew: what trends has moved on since their last event. Times are event times, so
 * that a replay refreshes as the original would have.
 *
 * @param every a list gets no older than this, as far as {@code usersPerSecond} allows; zero: only events make lists
 * @param silence who has been silent for longer is left alone
 * @param usersPerSecond users per task and second scored for this at most
 */
public record Refresh(Duration every, Duration silence, int usersPerSecond) {

    /** Only events make lists. */
    public static final Refresh NEVER = new Refresh(Duration.ZERO, Duration.ofDays(90), 100);

    public Refresh {
        if (every.isNegative()) {
            throw new IllegalArgumentException("scoring.refresh.every must not be negative, was " + every);
        }
        if (silence.toMillis() < 1) {
            throw new IllegalArgumentException("scoring.refresh.silence must be at least 1 ms, was " + silence);
        }
        if (usersPerSecond < 1) {
            throw new IllegalArgumentException(
                    "scoring.refresh.users-per-second must be positive, was " + usersPerSecond);
        }
    }

    boolean wanted() {
        return !every.isZero();
    }
}
