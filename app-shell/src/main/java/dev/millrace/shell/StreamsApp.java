package dev.millrace.shell;

import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.FaultLimit;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.registry.RegistryException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one topology until it is closed or fails. Nothing is static, so that several apps run in one JVM.
 *
 * <p>An uncaught failure stops the whole client: since Kafka 4.0 replacing the thread takes some 43 s, a restart from
 * outside 5.
 */
public final class StreamsApp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsApp.class);

    private final AppDefinition definition;
    private final Settings settings;
    private final AppHealth health = new AppHealth();
    private final ShellMetrics metrics;
    private final Closing beforeStreams = new Closing();
    private final Closing afterStreams = new Closing();
    private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
    private int managementPort;
    private @Nullable KafkaStreams streams;
    private boolean closed;

    private StreamsApp(AppDefinition definition, Settings settings) {
        this.definition = definition;
        this.settings = settings;
        this.metrics = new ShellMetrics(definition.name());
        afterStreams.add(metrics);
    }

    /** Runs the app as a process of its own; the caller exits with the code: 0 stopped, 1 failed, 2 bad settings. */
    public static int main(AppDefinition definition, String[] args) {
        return AppMain.run(definition, args, System.getenv());
    }

    /** An app by itself, see {@link #start(AppDefinition, Settings, Surroundings)}. */
    public static StreamsApp start(AppDefinition definition, Settings settings) {
        return start(definition, settings, Surroundings.alone());
    }

    /**
     * Checks the outside, builds the topology and starts it; does not wait for it to run.
     *
     * @throws SettingsException when a setting is unusable
     * @throws StartupException when broker, topics or registry are not there or not as they must be
     */
    public static StreamsApp start(AppDefinition definition, Settings settings, Surroundings surroundings) {
        var app = new StreamsApp(definition, settings);
        try {
            app.launch(surroundings);
            return app;
        } catch (RuntimeException | Error e) {
            app.close();
            throw e;
        }
    }

    private void launch(Surroundings surroundings) {
        settings.rejectUnknown();
        RocksMemory memory = rocksMemory(surroundings);
        metrics.watch(health);
        metrics.watch(memory);
        openManagement(); // first, so that a supervisor sees a live process while the checks wait
        AvroSerdes serdes = AvroSerdes.configured(settings.registry());
        afterStreams.add(serdes);
        metrics.watch(serdes.registry());
        Topics topics = Topics.of(settings.text("topics.prefix"), serdes);
        Properties config = StreamsDefaults.of(definition, settings, topics);
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        config.put(RocksMemory.CONFIG, memory);
        var faults = new FaultLimit(
                settings.decimal("dead.letters.share", 0, 1), settings.integer("dead.letters.window", 1, 10_000_000));
        config.put(FaultLimit.CONFIG, faults);
        config.put(
                DeadLetters.CONFIG,
                new DeadLetters(faults, DeadLetters.writtenByOthers(topics), surroundings.clock(), metrics.registry()));
        var streamsConfig = new StreamsConfig(config);
        var checks = new StartupChecks(settings);
        int partitions = checks.topics(topics, definition.uses());
        checks.registry(serdes, topics, definition.uses());
        RegistryService.open(settings).ifPresent(afterStreams::add);
        var context = new AppParts(
                settings,
                topics,
                serdes,
                metrics.registry(),
                new TopologyConfig(streamsConfig),
                surroundings.clock(),
                partitions,
                health,
                this::fail,
                beforeStreams,
                afterStreams);
        run(definition.topology().apply(context), streamsConfig, context);
    }

    private RocksMemory rocksMemory(Surroundings surroundings) {
        RocksMemory shared = surroundings.rocksMemory();
        if (shared != null) {
            return shared;
        }
        RocksMemory own = RocksMemory.ofMebibytes(settings.integer("rocksdb.memory.mb", 1, 1 << 20));
        afterStreams.add(own);
        return own;
    }

    private void openManagement() {
        ManagementServer.open(settings, health, metrics).ifPresent(server -> {
            afterStreams.add(server);
            managementPort = server.port();
            LOG.info("{}: health and metrics on port {}", definition.name(), managementPort);
        });
    }

    private void run(Topology topology, StreamsConfig config, AppParts context) {
        var created = new KafkaStreams(topology, config, new IdleClients());
        streams = created;
        created.setUncaughtExceptionHandler(failure -> {
            LOG.error("{} failed", definition.name(), failure);
            fail(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        created.setStateListener((now, before) -> {
            LOG.info("{}: {} after {}", definition.name(), now, before);
            health.enter(now);
            if (now == KafkaStreams.State.ERROR) {
                fail(new IllegalStateException("Kafka Streams stopped on an error"));
            }
        });
        metrics.watch(created);
        context.createdActions().forEach(action -> action.accept(created));
        start(created);
    }

    /** The tables that every instance holds are read here, before any thread runs that could report a failure. */
    private void start(KafkaStreams created) {
        try {
            created.start();
        } catch (StreamsException e) {
            throw new StartupException(definition.name() + " could not read its global tables: " + reason(e), e);
        }
    }

    private static @Nullable String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof RegistryException)) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    private void fail(Throwable failure) {
        ended.complete(Optional.of(failure));
    }

    public String name() {
        return definition.name();
    }

    /** For queries of local stores. */
    public KafkaStreams streams() {
        KafkaStreams started = streams;
        if (started == null) {
            throw new IllegalStateException(definition.name() + " has not started");
        }
        return started;
    }

    public AppHealth health() {
        return health;
    }

    public MeterRegistry meters() {
        return metrics.registry();
    }

    /** Port of health and metrics; 0 when they are off. */
    public int managementPort() {
        return managementPort;
    }

    /** Completes when the app was closed (empty) or has failed (with what); a failed app must still be closed. */
    public CompletionStage<Optional<Throwable>> whenEnded() {
        return ended.minimalCompletionStage();
    }

    /** Waits for the end. @return what made the app fail; empty when it was closed */
    public Optional<Throwable> awaitEnd() {
        return ended.join();
    }

    /**
     * Stops in order: first what takes requests, then the streams, then the rest. Later calls wait for the first one.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        health.stop();
        beforeStreams.closeAll();
        closeStreams();
        afterStreams.closeAll();
        ended.complete(Optional.empty());
    }

    private void closeStreams() {
        KafkaStreams started = streams;
        if (started == null) {
            return;
        }
        Duration timeout = settings.duration("shutdown.timeout");
        GroupMembershipOperation membership = settings.flag("shutdown.leave-group")
                ? GroupMembershipOperation.LEAVE_GROUP
                : GroupMembershipOperation.REMAIN_IN_GROUP;
        if (!started.close(CloseOptions.timeout(timeout).withGroupMembershipOperation(membership))) {
            fail(new IllegalStateException(
                    definition.name() + " did not stop within " + timeout.toSeconds() + " s (shutdown.timeout)"));
        }
    }
}
