package dev.millrace.topologies.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts what became of the input. After a crash an event may be counted twice: the counters show rates, exact sums
 * come from the topics.
 */
public final class IngestMetrics {

    /** Records that passed, by stream. */
    public static final String ACCEPTED = "millrace.ingest.accepted";

    /** Records that were refused, by stream and reason; repeats have the reason {@code duplicate-event}. */
    public static final String REJECTED = "millrace.ingest.rejected";

    /** Accepted interactions that were flagged as a bot's. */
    public static final String BOTS = "millrace.ingest.bot.events";

    /** Records that came in on another partition than their user's, by stream; they cost a hop. */
    public static final String REKEYED = "millrace.ingest.rekeyed";

    private final Counter accepted;
    private final Counter rekeyed;
    private final Counter bots;
    private final Map<Reason, Counter> rejected = new EnumMap<>(Reason.class);

    IngestMetrics(MeterRegistry registry, String stream) {
        accepted = Counter.builder(ACCEPTED).tag("stream", stream).register(registry);
        rekeyed = Counter.builder(REKEYED).tag("stream", stream).register(registry);
        bots = Counter.builder(BOTS).register(registry);
        // Registered beforehand: a series that appears with its first increment hides that increment from rate().
        for (Reason reason : Reason.values()) {
            rejected.put(
                    reason,
                    Counter.builder(REJECTED)
                            .tag("stream", stream)
                            .tag("reason", reason.code())
                            .register(registry));
        }
    }

    void accepted() {
        accepted.increment();
    }

    void bot() {
        bots.increment();
    }

    void rejected(Reason reason) {
        Counter counter = rejected.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    void rekeyed() {
        rekeyed.increment();
    }
}
