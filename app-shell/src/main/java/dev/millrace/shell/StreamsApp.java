package dev.millrace.shell;

import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Topics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running app: a topology with everything around it. Several run side by side in one process. */
public final class StreamsApp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsApp.class);
    private static final long WATCH_SECONDS = 5;

    private final AppContext context;
    private final Health health;
    private final KafkaStreams streams;
    private final PrometheusMeterRegistry meters;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Deque<AutoCloseable> companions = new ArrayDeque<>();
    private @Nullable ManagementServer management;

    private StreamsApp(AppContext context, Topology topology, PrometheusMeterRegistry meters) {
        this.context = context;
        this.meters = meters;
        this.health = new Health(context.readiness());
        this.streams = new KafkaStreams(topology, context.streamsConfig());
        streams.setUncaughtExceptionHandler(exception -> {
            failure.compareAndSet(null, exception);
            LOG.error("{} stops", context.name(), exception);
            // Replacing the thread takes 43 s since Kafka 4.0, and the cause would still be there.
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            health.changed(now);
            if (now.hasCompletedShutdown()) {
                ended.countDown();
            }
        });
    }

    /**
     * Checks what is around, builds the topology and starts it; returns while it may still be restoring.
     *
     * @throws SettingsException for a setting that cannot be used
     * @throws StartupException when broker, topics or registry are not there in time
     */
    public static StreamsApp start(AppDefinition definition, Settings settings) {
        AvroSerdes serdes = serdes(settings);
        Topics topics = Topics.of(settings.text("topics.prefix"), serdes);
        StreamsConfig config = StreamsDefaults.of(
                definition.name(), settings, topics, definition.streams().apply(settings));
        var checks = new StartupChecks(settings);
        int partitions = checks.topics(topics);
        checks.registry(serdes.registry());
        PrometheusMeterRegistry meters = Meters.of(definition.name());
        var context = new AppContext(
                definition.name(), settings, serdes, topics, partitions, config, meters, Clock.systemUTC());
        try {
            var app = new StreamsApp(context, definition.topology().apply(context), meters);
            app.run();
            return app;
        } catch (RuntimeException e) {
            closeAll(context.closes());
            throw e;
        }
    }

    /**
     * Runs an app as a process until it is told to stop or fails. @return the exit code: 0, 1 failed, 2 bad settings
     */
    public static int main(AppDefinition definition, String[] args) {
        try {
            Settings settings = Settings.load(definition.name(), definition.anchor(), args, System.getenv());
            Logs.configure(settings);
            LOG.info("{} starts with {}", definition.name(), settings);
            StreamsApp app = start(definition, settings);
            Processes.onTermination(app::close);
            return app.awaitEnd();
        } catch (IllegalArgumentException e) {
            System.err.println(definition.name() + ": " + e.getMessage());
            return 2;
        } catch (StartupException e) {
            System.err.println(definition.name() + ": " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    public String name() {
        return context.name();
    }

    public KafkaStreams streams() {
        return streams;
    }

    public Health health() {
        return health;
    }

    public PrometheusMeterRegistry meters() {
        return meters;
    }

    /** What made the app stop, if anything did. */
    public @Nullable Throwable failure() {
        return failure.get();
    }

    /** Port of health and metrics; 0 when there is none. */
    public int managementPort() {
        return management == null ? 0 : management.port();
    }

    /** Blocks until the app has ended. @return 0 when it was closed, 1 when it failed */
    public int awaitEnd() throws InterruptedException {
        ended.await();
        Throwable cause = failure.get();
        if (cause == null && streams.state() != State.ERROR) {
            return 0;
        }
        close();
        return 1;
    }

    /** Stops in order: the topology, then its companions. May be called more than once. */
    @Override
    public void close() {
        streams.close(CloseOptions.timeout(context.settings().duration("shutdown.timeout")));
        closeAll(companions);
        closeAll(context.closes());
    }

    private void run() {
        watch();
        var gc = Meters.garbageCollection(meters);
        var kafka = new KafkaStreamsMetrics(streams);
        kafka.bindTo(meters);
        companions.push(gc);
        companions.push(kafka);
        int port = context.settings().integer("management.port", 0, 65535);
        if (port > 0) {
            management = ManagementServer.start(
                    port, health::isLive, health::isReady, health::isStarted, this::detail, meters);
            companions.push(management);
        }
        context.starts().forEach(start -> start.accept(streams));
        streams.start();
    }

    private String detail() {
        return health.state() + (health.missing().isEmpty() ? "" : ", waiting for " + health.missing());
    }

    private void watch() {
        ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, context.name() + "-watch");
            thread.setDaemon(true);
            return thread;
        });
        int most = context.settings().integer("dead-letters.max-per-minute", 0, Integer.MAX_VALUE);
        var guard = new DeadLetterGuard(most, System.nanoTime());
        watcher.scheduleWithFixedDelay(
                () -> {
                    if (guard.tooMany(DeadLetterGuard.dropped(streams.metrics()), System.nanoTime())) {
                        fail(
                                new IllegalStateException(
                                        "more than " + most
                                                + " dead letters within a minute (dead-letters.max-per-minute): the records cannot all be bad"));
                        watcher.shutdown();
                    }
                },
                WATCH_SECONDS,
                WATCH_SECONDS,
                TimeUnit.SECONDS);
        companions.push(watcher::shutdownNow);
    }

    private void fail(Throwable cause) {
        if (failure.compareAndSet(null, cause)) {
            LOG.error("{} stops", context.name(), cause);
            streams.close(CloseOptions.timeout(context.settings().duration("shutdown.timeout")));
        }
    }

    private static AvroSerdes serdes(Settings settings) {
        return AvroSerdes.configured(settings.registry());
    }

    private static void closeAll(Deque<AutoCloseable> resources) {
        synchronized (resources) {
            while (!resources.isEmpty()) {
                AutoCloseable resource = resources.pop();
                try {
                    resource.close();
                } catch (Exception e) {
                    LOG.warn("{} did not close cleanly", resource, e);
                }
            }
        }
    }
}
