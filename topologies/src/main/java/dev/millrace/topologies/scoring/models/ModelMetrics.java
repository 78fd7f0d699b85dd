package dev.millrace.topologies.scoring.models;

import dev.millrace.model.ranking.OnnxRanker;
import dev.millrace.model.ranking.RankerHealth;
import dev.millrace.model.recommend.ServingModel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What happens to models on their way into service. */
public final class ModelMetrics {

    /** 1 for each model in service, by version and arm. */
    public static final String IN_SERVICE = "millrace.scoring.model.info";

    /** Changes of the models in service. */
    public static final String SWAPS = "millrace.scoring.model.swaps";

    /** Lists that a model's ranker should have ranked and did not, by version; for models in service. */
    public static final String RANKER_FAILURES = "millrace.scoring.ranker.failures";

    /** Models refused, by reason. */
    public static final String REFUSED = "millrace.scoring.model.refused";

    /** Time to fetch, check, load and warm up one model. */
    public static final String LOAD_TIME = "millrace.scoring.model.load.time";

    /** Times that reading the model topics broke off and began again. */
    public static final String FEED_FAILURES = "millrace.scoring.model.feed.failures";

    /** Records of the model topics that could not be read and were passed by. */
    public static final String UNREADABLE = "millrace.scoring.model.unreadable";

    private final MultiGauge inService;
    private final MultiGauge rankerFailures;
    private final Counter swaps;
    private final Counter feedFailures;
    private final Counter unreadable;
    private final Timer loadTime;
    private final Map<RefusalReason, Counter> refused = new EnumMap<>(RefusalReason.class);

    public ModelMetrics(MeterRegistry registry) {
        inService = MultiGauge.builder(IN_SERVICE).register(registry);
        rankerFailures = MultiGauge.builder(RANKER_FAILURES).register(registry);
        swaps = Counter.builder(SWAPS).register(registry);
        feedFailures = Counter.builder(FEED_FAILURES).register(registry);
        unreadable = Counter.builder(UNREADABLE).register(registry);
        loadTime = Timer.builder(LOAD_TIME).register(registry);
        for (RefusalReason reason : RefusalReason.values()) {
            refused.put(
                    reason,
                    Counter.builder(REFUSED).tag("reason", reason.code()).register(registry));
        }
    }

    void swapped(Lineup lineup) {
        swaps.increment();
        List<Row<?>> rows = new ArrayList<>();
        ServingModel champion = lineup.champion();
        if (champion != null) {
            rows.add(row(champion, Arm.CHAMPION));
        }
        lineup.challengers().forEach(challenger -> rows.add(row(challenger.model(), Arm.CHALLENGER)));
        lineup.shadows().forEach(shadow -> rows.add(row(shadow, Arm.SHADOW)));
        inService.register(rows, true);
    }

    void failing(Collection<ServingModel> models) {
        List<Row<?>> rows = new ArrayList<>();
        for (ServingModel model : models) {
            OnnxRanker ranker = model.ranker();
            if (ranker != null) {
                rows.add(Row.of(Tags.of("version", model.version()), ranker.health(), RankerHealth::failures));
            }
        }
        rankerFailures.register(rows, true);
    }

    void refused(RefusalReason reason) {
        Counter counter = refused.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    void loaded(long nanos) {
        loadTime.record(Duration.ofNanos(nanos));
    }

    void feedFailed() {
        feedFailures.increment();
    }

    void unreadable() {
        unreadable.increment();
    }

    private static Row<?> row(ServingModel model, Arm arm) {
        return Row.of(Tags.of("version", model.version(), "arm", arm.label()), 1);
    }
}
