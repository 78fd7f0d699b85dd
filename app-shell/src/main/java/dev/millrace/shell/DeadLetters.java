package dev.millrace.shell;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts dead letters and says when there are too many of them: a broken deployment must not turn a whole topic into
 * dead letters. Reaches the exception handlers, which Kafka Streams makes itself, inside their configuration.
 */
final class DeadLetters {

    static final String CONFIG = "millrace.dead.letters";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final int limit;
    private final Duration interval;
    private final Clock clock;
    private final Counter unreadable;
    private final Counter failed;
    private long intervalStartedMs;
    private int inInterval;

    /** @param limit more of them within one interval stop the app; 0: any number is fine */
    DeadLetters(int limit, Duration interval, Clock clock, MeterRegistry meters) {
        this.limit = limit;
        this.interval = interval;
        this.clock = clock;
        this.unreadable = counter(meters, "unreadable");
        this.failed = counter(meters, "failed");
        this.intervalStartedMs = clock.millis();
    }

    private static Counter counter(MeterRegistry meters, String reason) {
        return Counter.builder(ShellMetrics.DEAD_LETTERS)
                .description("Records sent to the dead letter topic")
                .tag("reason", reason)
                .register(meters);
    }

    static DeadLetters from(Map<String, ?> config) {
        Object counted = config.get(CONFIG);
        if (counted instanceof DeadLetters deadLetters) {
            return deadLetters;
        }
        throw new IllegalStateException("The configuration of Kafka Streams lacks " + CONFIG);
    }

    /** @return whether the app may go on */
    boolean admitUnreadable() {
        unreadable.increment();
        return admit();
    }

    /** @return whether the app may go on */
    boolean admitFailed() {
        failed.increment();
        return admit();
    }

    private synchronized boolean admit() {
        long now = clock.millis();
        if (now - intervalStartedMs >= interval.toMillis()) {
            intervalStartedMs = now;
            inInterval = 0;
        }
        inInterval++;
        if (limit > 0 && inInterval > limit) {
            LOG.error("More than {} dead letters within {}: stopping (dead.letters.max)", limit, interval);
            return false;
        }
        return true;
    }
}
