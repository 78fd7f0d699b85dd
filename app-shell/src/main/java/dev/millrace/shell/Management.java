package dev.millrace.shell;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.KafkaStreams.State;

/** Health and metrics of a process that runs no topology, on the same port and paths as those of one that does. */
public final class Management implements AutoCloseable {

    private final AppHealth health = new AppHealth();
    private final ShellMetrics metrics;
    private final Closing closing = new Closing();
    private int port;

    private Management(String app) {
        this.metrics = new ShellMetrics(app);
        closing.add(metrics);
        metrics.watch(health);
    }

    /**
     * Opens the port that {@code management.port} says, if any.
     *
     * @throws SettingsException when it cannot be opened
     */
    public static Management start(String app, Settings settings) {
        var management = new Management(app);
        ManagementServer.open(settings, management.health, management.metrics).ifPresent(server -> {
            management.closing.add(server);
            management.port = server.port();
        });
        return management;
    }

    /** Ready from here on, while the condition holds. */
    public void running(String condition, BooleanSupplier holds) {
        health.readyWhen(condition, holds);
        health.enter(State.RUNNING);
    }

    /** Not live any more: only a restart helps. */
    public void failed() {
        health.enter(State.ERROR);
    }

    public MeterRegistry meters() {
        return metrics.registry();
    }

    /** Port of health and metrics; 0 when they are off. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        health.stop();
        closing.closeAll();
    }
}
