package dev.millrace.benchmarks.rig;

import dev.millrace.benchmarks.frame.Wait;
import dev.millrace.feature.FeatureApp;
import dev.millrace.ingest.IngestApp;
import dev.millrace.publisher.PublisherApp;
import dev.millrace.retrain.RetrainTriggerApp;
import dev.millrace.scoring.ScoringApp;
import dev.millrace.shell.AppDefinition;
import dev.millrace.shell.RocksMemory;
import dev.millrace.shell.Settings;
import dev.millrace.shell.StreamsApp;
import dev.millrace.shell.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Some or all of the five apps, in this process, with the product's own settings but for what a benchmark says. */
public final class RunningApps implements AutoCloseable {

    /** All that run on events, in the order of the flow. */
    public static final List<AppDefinition> ALL = List.of(
            IngestApp.definition(),
            FeatureApp.definition(),
            ScoringApp.definition(),
            PublisherApp.definition(),
            RetrainTriggerApp.definition());

    private static final int ROCKSDB_MIB = 192;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final RocksMemory memory = RocksMemory.ofMebibytes(ROCKSDB_MIB);
    private final List<StreamsApp> apps = new ArrayList<>();

    private RunningApps() {}

    /**
     * Starts apps and waits until each is ready.
     *
     * @param wanted which
     * @param settings over the defaults; {@code key} for all of them, {@code app/key} for one
     */
    public static RunningApps start(Rig rig, List<AppDefinition> wanted, Map<String, String> settings) {
        RunningApps running = new RunningApps();
        try {
            for (AppDefinition app : wanted) {
                Settings own = Settings.bundled(app.name())
                        .with(shared(rig))
                        .with(ownOf(app.name()))
                        .with(Pairs.of(app.name(), settings));
                running.apps.add(StreamsApp.start(app, own, new Surroundings(Clock.systemUTC(), running.memory)));
            }
            running.awaitReady();
            return running;
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    /** What apps need to find the rig, and what a machine alone does without. */
    static Map<String, String> shared(Rig rig) {
        Map<String, String> shared = new HashMap<>();
        shared.put("bootstrap.servers", rig.bootstrapServers());
        shared.put("schema.registry.url", rig.registry());
        shared.put("auto.register.schemas", "true");
        shared.put("state.dir", rig.directory("state").toString());
        shared.put("management.port", "0");
        shared.put("num.standby.replicas", "0");
        return shared;
    }

    /**
     * Simulated events are as old, or as far ahead, as they are, and minutes lie between one and the next: bots cannot
     * be told by events per minute of such time, and no list is refreshed because of its age. And nobody is there to
     * train a second model.
     */
    static Map<String, String> ownOf(String app) {
        return switch (app) {
            case "ingest-app" ->
                Map.of("ingest.max-age", "off", "ingest.max-ahead", "36500d", "ingest.bot-events-per-minute", "0");
            case "scoring-app" -> Map.of("scoring.refresh.every", "0ms");
            case "publisher-app" -> Map.of("http.port", String.valueOf(freePort()));
            case "retrain-trigger-app" -> Map.of("retrain.first-model-events", String.valueOf(Integer.MAX_VALUE));
            default -> Map.of();
        };
    }

    public StreamsApp app(String name) {
        return apps.stream().filter(app -> app.name().equals(name)).findFirst().orElseThrow();
    }

    /** Throws when an app has stopped. */
    public void check() {
        for (StreamsApp app : apps) {
            if (!app.health().isLive()) {
                throw new IllegalStateException(app.name() + " has stopped");
            }
        }
    }

    private void awaitReady() {
        Wait.until(
                () -> apps.stream().allMatch(app -> app.health().isReady()),
                PATIENCE,
                this::check,
                () -> "the apps are not ready: "
                        + apps.stream()
                                .filter(app -> !app.health().isReady())
                                .map(app -> app.name() + " waits for "
                                        + app.health().waitingFor() + ", "
                                        + app.health().state())
                                .toList());
    }

    /** A port that nobody listens on at the moment. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    @Override
    public void close() {
        apps.forEach(StreamsApp::close);
        memory.close();
    }
}
