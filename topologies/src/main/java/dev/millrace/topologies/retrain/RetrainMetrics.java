package dev.millrace.topologies.retrain;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** What the retrain trigger tells about itself and about the model that serves. */
public final class RetrainMetrics {

    /** Events judged by a list that their user had. */
    public static final String JUDGED = "millrace.retrain.judged";

    /** Requests for a new model, by cause. */
    public static final String REQUESTS = "millrace.retrain.requests";

    /** NDCG at 20 of the serving model over the latest window. */
    public static final String NDCG = "millrace.retrain.ndcg20";

    /** The same of decayed popularity on the same events. */
    public static final String POPULARITY_NDCG = "millrace.retrain.popularity.ndcg20";

    private final Counter judged;
    private final Map<Cause, Counter> requests = new EnumMap<>(Cause.class);
    private volatile double ndcg = Double.NaN;
    private volatile double popularityNdcg = Double.NaN;

    RetrainMetrics(MeterRegistry registry) {
        judged = Counter.builder(JUDGED).register(registry);
        for (Cause cause : Cause.values()) {
            requests.put(
                    cause, Counter.builder(REQUESTS).tag("cause", cause.label()).register(registry));
        }
        Gauge.builder(NDCG, this, metrics -> metrics.ndcg).register(registry);
        Gauge.builder(POPULARITY_NDCG, this, metrics -> metrics.popularityNdcg).register(registry);
    }

    void judged(long events) {
        judged.increment(events);
    }

    void requested(Cause cause) {
        Counter counter = requests.get(cause);
        if (counter != null) {
            counter.increment();
        }
    }

    void serving(Counts recent) {
        ndcg = recent.ndcg20();
        popularityNdcg = recent.popularityNdcg20();
    }
}
