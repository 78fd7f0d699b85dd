package dev.millrace.training.service;

import dev.millrace.training.TrainingOutcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/** What training tells of itself. */
final class TrainingMetrics {

    /** Trainings by outcome, {@code registered} or {@code refused}, and how long they took. */
    static final String RUNS = "millrace.training.runs";

    /** NDCG@20 of the latest training on held-out events. */
    static final String NDCG20 = "millrace.training.ndcg20";

    /** The same of decayed popularity. */
    static final String POPULARITY_NDCG20 = "millrace.training.popularity.ndcg20";

    private final MeterRegistry meters;
    private final AtomicReference<Double> ndcg20 = new AtomicReference<>(Double.NaN);
    private final AtomicReference<Double> popularity = new AtomicReference<>(Double.NaN);

    TrainingMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (TrainingOutcome.Status status : TrainingOutcome.Status.values()) {
            timer(status);
        }
        Gauge.builder(NDCG20, ndcg20, AtomicReference::get).register(meters);
        Gauge.builder(POPULARITY_NDCG20, popularity, AtomicReference::get).register(meters);
    }

    void ended(TrainingOutcome outcome) {
        timer(outcome.status()).record(Duration.ofMillis(Math.round(1000 * outcome.trainSeconds())));
        ndcg20.set(outcome.metrics().getOrDefault("ndcg20", Double.NaN));
        popularity.set(outcome.metrics().getOrDefault("popularityNdcg20", Double.NaN));
    }

    private Timer timer(TrainingOutcome.Status status) {
        return Timer.builder(RUNS)
                .tag("outcome", status.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }
}
