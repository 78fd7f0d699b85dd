package dev.millrace.cli.demo;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps live events from running far ahead of the lists when they are sent as fast as possible: each user then has a
 * list that knows nearly everything before the next event, as in real life, and the rate is what the pipeline carries.
 */
final class Brake implements Runnable {

    /** Records under way between two apps; some two seconds of work. */
    private static final long UNDER_WAY = 5_000;

    private static final int EVENTS_BETWEEN_LOOKS = 250;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Drain pipeline;
    private long events;

    Brake(Drain pipeline) {
        this.pipeline = pipeline;
    }

    /** To be called before each event. */
    @Override
    public void run() {
        if (++events % EVENTS_BETWEEN_LOOKS == 0) {
            while (pipeline.behind() > UNDER_WAY && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
