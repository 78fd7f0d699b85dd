package dev.millrace.topologies.scoring.newitems;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** How much is heard and said of new items; one per process. */
public final class NewItemMetrics {

    /** Events on items that a model in service has not seen, once for each such model. */
    public static final String TOUCHES = "millrace.scoring.new.item.touches";

    /** Vectors published for items that no training has seen. */
    public static final String VECTORS = "millrace.scoring.new.item.vectors";

    private final Counter touches;
    private final Counter vectors;

    public NewItemMetrics(MeterRegistry registry) {
        touches = Counter.builder(TOUCHES).register(registry);
        vectors = Counter.builder(VECTORS).register(registry);
    }

    void touched() {
        touches.increment();
    }

    void published() {
        vectors.increment();
    }
}
