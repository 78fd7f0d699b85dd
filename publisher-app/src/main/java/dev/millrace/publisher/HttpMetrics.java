package dev.millrace.publisher;

import dev.millrace.avro.FallbackLevel;
import dev.millrace.topologies.publisher.PublisherMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Meters of the HTTP server. */
final class HttpMetrics {

    /** Time of each answer, by route as openapi.json writes it, method and status. */
    static final String REQUESTS = "millrace.http.requests";

    /** Lists read over HTTP, by rung of the fallback ladder. */
    static final String SERVED = "millrace.http.lists";

    /** Lists that may not be the user's newest, by reason. */
    static final String DEGRADED = "millrace.http.degraded";

    /** Requests in flight. */
    static final String IN_FLIGHT = "millrace.http.in.flight";

    private final MeterRegistry registry;

    HttpMetrics(MeterRegistry registry, Admission admission) {
        this.registry = registry;
        Gauge.builder(IN_FLIGHT, admission, Admission::inFlight).register(registry);
    }

    /** @param route a template, never a path: ids would make a series each */
    void request(String route, String method, int status, Duration took) {
        Timer.builder(REQUESTS)
                .tag("route", route)
                .tag("method", method)
                .tag("status", Integer.toString(status))
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry)
                .record(took);
    }

    void served(FallbackLevel level) {
        registry.counter(SERVED, "level", PublisherMetrics.label(level)).increment();
    }

    void degraded(Degraded reason) {
        registry.counter(DEGRADED, "reason", reason.label()).increment();
    }
}
