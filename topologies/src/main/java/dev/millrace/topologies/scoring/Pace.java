package dev.millrace.topologies.scoring;

/**
 * Shares time between taking events in and scoring: a token bucket of scoring time. Scoring may take {@code burst} at a
 * stretch; while more is asked for, it gets its share of the time and no more, so that events keep coming in and users
 * who act several times meanwhile are scored once.
 *
 * <p>One per task: with one for all tasks of a thread, the first of them takes the tokens at every turn, and the users
 * of the others wait for as long as the load lasts. The burst covers the time between two turns, which a commit
 * stretches to tens of milliseconds: with 5 ms a thread was idle while users waited. Not thread-safe.
 */
final class Pace {

    private final long burstNanos;
    private final double refill;
    private double tokens;
    private long countedUntil;

    Pace(long burstNanos, double intakeShare, long nowNanos) {
        this.burstNanos = burstNanos;
        this.refill = (1 - intakeShare) / intakeShare;
        this.tokens = burstNanos;
        this.countedUntil = nowNanos;
    }

    /** Whether scoring may go on at this moment. */
    boolean allows(long nowNanos) {
        tokens = Math.min(burstNanos, tokens + refill * (nowNanos - countedUntil));
        countedUntil = nowNanos;
        return tokens > 0;
    }

    /** Scoring took this time, until now. */
    void spent(long sinceNanos, long nowNanos) {
        tokens -= nowNanos - sinceNanos;
        countedUntil = nowNanos;
    }
}
