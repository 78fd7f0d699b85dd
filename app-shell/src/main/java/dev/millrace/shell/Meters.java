package dev.millrace.shell;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Makes the meter registry of one app, tagged with its name, with what every JVM reports. */
public final class Meters {

    private Meters() {}

    public static PrometheusMeterRegistry of(String app) {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        meters.config().commonTags(Tags.of("app", app));
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        Gauge.builder("millrace.rocksdb.memory", SharedRocksDbMemory::usedBytes)
                .description("Memory of all RocksDB stores of the process together")
                .baseUnit("bytes")
                .register(meters);
        return meters;
    }

    /** Garbage collection listens to the JVM until it is closed, so it is bound where it can be. */
    static JvmGcMetrics garbageCollection(PrometheusMeterRegistry meters) {
        var metrics = new JvmGcMetrics();
        metrics.bindTo(meters);
        return metrics;
    }
}
