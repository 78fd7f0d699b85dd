package dev.millrace.model.ranking;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How a ranker does in service, counted over all threads that use it. */
public final class RankerHealth {

    /** So many failures in a row, and the ranker is not asked again: each costs its list the deadline. */
    public static final int TOLERATED = 10;

    private final AtomicLong failures = new AtomicLong();
    private final AtomicInteger inARow = new AtomicInteger();
    private volatile String lastFailure = "";

    /** Lists that it should have ranked and did not; those are not counted for which it was not asked. */
    public long failures() {
        return failures.get();
    }

    /** Why it failed last; empty when it never did. */
    public String lastFailure() {
        return lastFailure;
    }

    /** Whether it is not asked any more. */
    public boolean failing() {
        return inARow.get() >= TOLERATED;
    }

    void failed(String why) {
        lastFailure = why;
        failures.incrementAndGet();
        inARow.incrementAndGet();
    }

    void succeeded() {
        if (inARow.get() != 0 && !failing()) {
            inARow.set(0);
        }
    }
}
