package dev.millrace.topologies.processing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** How far one global table has taken in its topic, and what it could not. */
public final class TableMetrics {

    /** Records of topics held in memory that could not be used and were skipped, by {@code topic}. */
    public static final String UNREADABLE = "millrace.tables.unreadable";

    /** Offset after the last record taken in, by {@code topic} and {@code partition}. */
    public static final String POSITION = "millrace.tables.position";

    private final MeterRegistry registry;
    private final String topic;
    private final Counter unreadable;
    private final Map<Integer, AtomicLong> positions = new ConcurrentHashMap<>();

    TableMetrics(MeterRegistry registry, String topic) {
        this.registry = registry;
        this.topic = topic;
        unreadable = Counter.builder(UNREADABLE)
                .description("Records of topics held in memory that could not be used and were skipped")
                .tag("topic", topic)
                .register(registry);
    }

    /** A record was taken in, and whoever reads the table from now on sees it. */
    void read(RecordMetadata at) {
        positions.computeIfAbsent(at.partition(), this::gauge).set(at.offset() + 1);
    }

    private AtomicLong gauge(int partition) {
        AtomicLong position = new AtomicLong();
        Gauge.builder(POSITION, position, AtomicLong::get)
                .description("Offset after the last record of a topic that is in memory")
                .tag("topic", topic)
                .tag("partition", String.valueOf(partition))
                .register(registry);
        return position;
    }

    void unreadable() {
        unreadable.increment();
    }
}
