package dev.millrace.topologies.scoring;

import dev.millrace.topologies.scoring.background.BackgroundMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** What the scoring stage measures of itself; one per process. */
public final class ScoringMetrics implements BackgroundMetrics {

    /** Lists made, by cause: {@code event}, or {@code sweep} after a change of model and to refresh old lists. */
    public static final String SCORINGS = "millrace.scoring.scorings";

    /** Events taken into users' states. */
    public static final String EVENTS = "millrace.scoring.events";

    /** Scorings that failed; the user got a list without the model, or none. */
    public static final String FAILURES = "millrace.scoring.failures";

    /** Users scored together after waiting. */
    public static final String BATCH_SIZE = "millrace.scoring.batch.size";

    /** Users whose state changed and who have not been scored since. */
    public static final String WAITING = "millrace.scoring.waiting.users";

    /** From the event's append to the input topic until its user's candidates were handed to the producer. */
    public static final String LATENCY = "millrace.scoring.latency";

    /** Fold-in, retrieval, ranking and explanation of one list. */
    public static final String LIST_TIME = "millrace.scoring.list.time";

    /** Tasks that may still have users of an earlier model. */
    public static final String SWEEPS = "millrace.scoring.sweep.active";

    /** Anonymous sessions that were over and are forgotten. */
    public static final String SESSIONS_ENDED = "millrace.scoring.sessions.ended";

    /** Users forgotten on an erasure. */
    public static final String FORGOTTEN = "millrace.scoring.forgotten";

    private final Counter events;
    private final Counter forgotten;
    private final Counter sessionsEnded;
    private final Counter byEvent;
    private final Counter bySweep;
    private final Counter failures;
    private final DistributionSummary batchSize;
    private final Timer latency;
    private final Timer listTime;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Set<BooleanSupplier> sweeps = new CopyOnWriteArraySet<>();

    public ScoringMetrics(MeterRegistry registry) {
        events = Counter.builder(EVENTS).register(registry);
        forgotten = Counter.builder(FORGOTTEN).register(registry);
        sessionsEnded = Counter.builder(SESSIONS_ENDED).register(registry);
        byEvent = Counter.builder(SCORINGS).tag("cause", "event").register(registry);
        bySweep = Counter.builder(SCORINGS).tag("cause", "sweep").register(registry);
        failures = Counter.builder(FAILURES).register(registry);
        batchSize = DistributionSummary.builder(BATCH_SIZE).register(registry);
        latency = Timer.builder(LATENCY)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(30))
                .register(registry);
        listTime = Timer.builder(LIST_TIME)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(10_000))
                .maximumExpectedValue(Duration.ofMillis(100))
                .register(registry);
        Gauge.builder(WAITING, waiting, AtomicInteger::get).register(registry);
        Gauge.builder(SWEEPS, sweeps, ScoringMetrics::unfinished).register(registry);
    }

    void event() {
        events.increment();
    }

    void sessionEnded() {
        sessionsEnded.increment();
    }

    void forgotten() {
        forgotten.increment();
    }

    /** @param latencyMs since the event was appended */
    void scored(long nanos, long latencyMs) {
        byEvent.increment();
        listTime.record(nanos, TimeUnit.NANOSECONDS);
        latency.record(Math.max(0, latencyMs), TimeUnit.MILLISECONDS);
    }

    void swept(long nanos) {
        bySweep.increment();
        listTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void failed() {
        failures.increment();
    }

    void batch(int users) {
        batchSize.record(users);
    }

    void waiting(int more) {
        waiting.addAndGet(more);
    }

    @Override
    public void watchSweep(BooleanSupplier unfinished) {
        sweeps.add(unfinished);
    }

    @Override
    public void forgetSweep(BooleanSupplier unfinished) {
        sweeps.remove(unfinished);
    }

    private static long unfinished(Set<BooleanSupplier> sweeps) {
        return sweeps.stream().filter(BooleanSupplier::getAsBoolean).count();
    }
}
