package dev.millrace.shell;

import dev.millrace.schemas.registry.SchemaRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;

/** The meters of one app, all tagged with its name; several apps in one JVM have one registry each. */
final class ShellMetrics implements AutoCloseable {

    static final String DEAD_LETTERS = "millrace.dead.letters";
    static final String DEAD_LETTERS_EXCESS = "millrace.dead.letters.excess";
    static final String READY = "millrace.app.ready";
    static final String SCHEMAS_SKIPPED = "millrace.schemas.skipped";
    static final String ROCKSDB_USED = "millrace.rocksdb.memory.used";
    static final String ROCKSDB_LIMIT = "millrace.rocksdb.memory.limit";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private volatile AutoCloseable streamsMetrics = () -> {};

    ShellMetrics(String app) {
        registry.config().commonTags(List.of(Tag.of("app", app)));
        garbageCollection.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    void watch(AppHealth health) {
        Gauge.builder(READY, health, h -> h.isReady() ? 1 : 0)
                .description("1 while the app is ready, see /health/ready")
                .register(registry);
    }

    void watch(RocksMemory memory) {
        Gauge.builder(ROCKSDB_USED, memory, RocksMemory::used)
                .description("Memory that the RocksDB stores sharing one limit use: block cache and write buffers")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder(ROCKSDB_LIMIT, memory, RocksMemory::limit)
                .description("The limit, rocksdb.memory.mb")
                .baseUnit("bytes")
                .register(registry);
    }

    void watch(SchemaRegistry schemas) {
        Gauge.builder(SCHEMAS_SKIPPED, schemas, SchemaRegistry::skippedRecords)
                .description("Records of the schemas topic that could not be read and were passed over")
                .register(registry);
    }

    void watch(KafkaStreams streams) {
        var binder = new KafkaStreamsMetrics(streams);
        binder.bindTo(registry);
        streamsMetrics = binder;
    }

    /** The page that Prometheus reads. */
    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() throws Exception {
        streamsMetrics.close();
        garbageCollection.close();
        registry.close();
    }
}
