package dev.millrace.publisher;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Lets in so many requests at a time and so many per second. Refusing early keeps the admitted ones fast; waiting would
 * only move the queue into this process.
 */
final class Admission {

    private final int maxConcurrent;
    private final int maxPerSecond;
    private final LongSupplier nanos;
    private final AtomicInteger inFlight = new AtomicInteger();
    private double tokens;
    private long filledAtNanos;

    /**
     * Nobody is in yet.
     *
     * @param maxPerSecond also the largest burst; 0: any number
     * @param nanos a monotonic clock
     */
    Admission(int maxConcurrent, int maxPerSecond, LongSupplier nanos) {
        this.maxConcurrent = maxConcurrent;
        this.maxPerSecond = maxPerSecond;
        this.nanos = nanos;
        this.tokens = maxPerSecond;
        this.filledAtNanos = nanos.getAsLong();
    }

    /** @throws Problem 503 or 429; then {@link #leave} must not be called */
    void enter() {
        if (inFlight.incrementAndGet() > maxConcurrent) {
            inFlight.decrementAndGet();
            throw Problem.overloaded("There are " + maxConcurrent + " requests in flight already");
        }
        if (maxPerSecond > 0 && !takeToken()) {
            inFlight.decrementAndGet();
            throw Problem.tooManyRequests("There are more than " + maxPerSecond + " requests per second");
        }
    }

    void leave() {
        inFlight.decrementAndGet();
    }

    int inFlight() {
        return inFlight.get();
    }

    private synchronized boolean takeToken() {
        long now = nanos.getAsLong();
        double earned = (now - filledAtNanos) * (double) maxPerSecond / TimeUnit.SECONDS.toNanos(1);
        tokens = Math.min(maxPerSecond, tokens + earned);
        filledAtNanos = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
