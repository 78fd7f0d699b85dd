package dev.millrace.topologies.items;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what the item table could not take in. */
public final class ItemFeedMetrics {

    /** Records of item-keyed topics that could not be read and were skipped. */
    public static final String UNREADABLE = "millrace.items.unreadable";

    private final Counter unreadable;

    ItemFeedMetrics(MeterRegistry registry) {
        unreadable = Counter.builder(UNREADABLE).register(registry);
    }

    void unreadable() {
        unreadable.increment();
    }
}
