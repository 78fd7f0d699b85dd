package dev.millrace.topologies.publisher;

import dev.millrace.avro.FallbackLevel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Counts lists. After a crash a list may be counted twice: the counters show rates, exact sums come from the topics.
 */
public final class PublisherMetrics {

    /** Lists published, by rung of the fallback ladder. */
    public static final String PUBLISHED = "millrace.publisher.published";

    /** Lists not published because the user has the very same already. */
    public static final String SUPPRESSED = "millrace.publisher.suppressed";

    /** Users who came before any item and wait for a list. */
    public static final String POSTPONED = "millrace.publisher.postponed";

    /** Users whose list was withdrawn on an erasure. */
    public static final String FORGOTTEN = "millrace.publisher.forgotten";

    /** From the append of the newest event behind a list to its publication, before the transaction commits. */
    public static final String LATENCY = "millrace.publisher.event.latency";

    private final Map<FallbackLevel, Counter> published = new EnumMap<>(FallbackLevel.class);
    private final Counter suppressed;
    private final Counter postponed;
    private final Counter forgotten;
    private final Timer latency;

    PublisherMetrics(MeterRegistry registry) {
        for (FallbackLevel level : FallbackLevel.values()) {
            published.put(level, registry.counter(PUBLISHED, "level", label(level)));
        }
        suppressed = registry.counter(SUPPRESSED);
        postponed = registry.counter(POSTPONED);
        forgotten = registry.counter(FORGOTTEN);
        latency = Timer.builder(LATENCY)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
    }

    /** The level as metrics and dashboards write it. */
    public static String label(FallbackLevel level) {
        return level.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @param eventAppendedMs 0 or less when no event is behind the list */
    void published(FallbackLevel level, long eventAppendedMs, long nowMs) {
        Objects.requireNonNull(published.get(level)).increment();
        if (eventAppendedMs > 0) {
            latency.record(Duration.ofMillis(Math.max(0, nowMs - eventAppendedMs)));
        }
    }

    void suppressed() {
        suppressed.increment();
    }

    void postponed() {
        postponed.increment();
    }

    void forgotten() {
        forgotten.increment();
    }
}
