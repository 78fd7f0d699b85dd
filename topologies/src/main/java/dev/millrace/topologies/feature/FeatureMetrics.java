package dev.millrace.topologies.feature;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts the work of the feature topology. After a crash an event may be counted twice: the counters show rates, exact
 * sums come from the topics.
 */
public final class FeatureMetrics {

    /** Interactions folded into users. */
    public static final String EVENTS = "millrace.feature.events";

    /** Interactions that were older than the newest one of their user. */
    public static final String LATE = "millrace.feature.late.events";

    /** Impressions of single items. */
    public static final String IMPRESSIONS = "millrace.feature.impressions";

    /** Impressions that were followed by an interaction in time. */
    public static final String CLICKS = "millrace.feature.clicks";

    /** Records published, by {@code kind}: user, item or neighbours. */
    public static final String PUBLISHED = "millrace.feature.published";

    final Counter events;
    final Counter late;
    final Counter impressions;
    final Counter clicks;
    final Counter users;
    final Counter items;
    final Counter neighbours;

    FeatureMetrics(MeterRegistry registry) {
        events = registry.counter(EVENTS);
        late = registry.counter(LATE);
        impressions = registry.counter(IMPRESSIONS);
        clicks = registry.counter(CLICKS);
        users = registry.counter(PUBLISHED, "kind", "user");
        items = registry.counter(PUBLISHED, "kind", "item");
        neighbours = registry.counter(PUBLISHED, "kind", "neighbours");
    }
}
