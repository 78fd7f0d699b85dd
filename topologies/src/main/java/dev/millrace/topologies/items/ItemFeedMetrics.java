package dev.millrace.topologies.items;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** How far the item table has taken in its topics, and what it could not. */
public final class ItemFeedMetrics {

    /** Records of item-keyed topics that could not be read and were skipped. */
    public static final String UNREADABLE = "millrace.items.unreadable";

    /** Offset after the last record taken in, by {@code topic} and {@code partition}. */
    public static final String POSITION = "millrace.items.position";

    private final MeterRegistry registry;
    private final Counter unreadable;
    private final Map<TopicPartition, AtomicLong> positions = new ConcurrentHashMap<>();

    ItemFeedMetrics(MeterRegistry registry) {
        this.registry = registry;
        unreadable = Counter.builder(UNREADABLE).register(registry);
    }

    /** A record was taken in, and whoever reads the table from now on sees it. */
    void read(RecordMetadata at) {
        positions
                .computeIfAbsent(new TopicPartition(at.topic(), at.partition()), this::gauge)
                .set(at.offset() + 1);
    }

    private AtomicLong gauge(TopicPartition of) {
        AtomicLong position = new AtomicLong();
        Gauge.builder(POSITION, position, AtomicLong::get)
                .tag("topic", of.topic())
                .tag("partition", String.valueOf(of.partition()))
                .register(registry);
        return position;
    }

    void unreadable() {
        unreadable.increment();
    }
}
