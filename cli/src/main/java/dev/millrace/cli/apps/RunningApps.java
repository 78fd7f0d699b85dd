package dev.millrace.cli.apps;

import dev.millrace.cli.console.CommandFailure;
import dev.millrace.shell.AppDefinition;
import dev.millrace.shell.RocksMemory;
import dev.millrace.shell.Settings;
import dev.millrace.shell.StreamsApp;
import dev.millrace.shell.Surroundings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Apps that run in this process. They are closed in the order in which they were started, the flow's order. */
public final class RunningApps implements AutoCloseable {

    private final @Nullable RocksMemory memory;
    private final List<StreamsApp> apps = new ArrayList<>();
    private final List<Companion> companions = new ArrayList<>();
    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();
    private final CompletableFuture<Ended> ended = new CompletableFuture<>();

    /** What runs beside the apps on Kafka Streams. */
    public interface Companion extends AutoCloseable {

        String name();

        boolean isReady();

        /** Port of health and metrics; 0 when they are off. */
        int managementPort();

        /** Completes when it was closed (empty) or has failed (with what). */
        CompletionStage<Optional<Throwable>> whenEnded();

        @Override
        void close();
    }

    /** The first app that ended. @param failure empty when it was closed */
    public record Ended(String app, Optional<Throwable> failure) {

        /** One sentence. */
        public String reason() {
            return app + " has ended" + failure.map(why -> ": " + why).orElse("");
        }
    }

    /** @param memory of all stores together, closed by who made it; null: each app has what its own settings say */
    public RunningApps(@Nullable RocksMemory memory) {
        this.memory = memory;
    }

    /** Checks the outside and starts the app; does not wait until it is ready. */
    public StreamsApp start(AppDefinition definition, Settings settings) {
        StreamsApp app = StreamsApp.start(definition, settings, new Surroundings(Clock.systemUTC(), memory));
        apps.add(app);
        watch(app.name(), app.whenEnded());
        return app;
    }

    public void add(Companion companion) {
        companions.add(companion);
        watch(companion.name(), companion.whenEnded());
    }

    private void watch(String name, CompletionStage<Optional<Throwable>> whenEnded) {
        var unused = whenEnded.thenAccept(failure -> {
            failure.ifPresent(why -> failures.putIfAbsent(name, why));
            ended.complete(new Ended(name, failure));
        });
    }

    /** Stops one app, which then has not ended but is not there any more. */
    public void remove(AppDefinition definition) {
        StreamsApp app = app(definition);
        apps.remove(app);
        app.close();
    }

    public StreamsApp app(AppDefinition definition) {
        return apps.stream()
                .filter(app -> app.name().equals(definition.name()))
                .findFirst()
                .orElseThrow();
    }

    /** Whether an app of this name is among them. */
    public boolean has(String name) {
        return apps.stream().anyMatch(app -> app.name().equals(name));
    }

    public boolean isReady() {
        return apps.stream().allMatch(app -> app.health().isReady())
                && companions.stream().allMatch(Companion::isReady);
    }

    /** Name and port of health and metrics of each that has one. */
    public List<String> managementPorts() {
        var ports = new ArrayList<String>();
        companions.forEach(each -> addPort(ports, each.name(), each.managementPort()));
        apps.forEach(each -> addPort(ports, each.name(), each.managementPort()));
        return ports;
    }

    private static void addPort(List<String> ports, String name, int port) {
        if (port != 0) {
            ports.add(name + " " + port);
        }
    }

    /** Completes with the first app that ends. */
    public CompletionStage<Ended> whenAnyEnded() {
        return ended.minimalCompletionStage();
    }

    /** @throws CommandFailure when an app is not live any more, with the reason */
    public void check() {
        for (StreamsApp app : apps) {
            Throwable failure = failures.get(app.name());
            if (failure != null || !app.health().isLive()) {
                throw CommandFailure.failed(new Ended(app.name(), Optional.ofNullable(failure)).reason());
            }
        }
    }

    @Override
    public void close() {
        apps.forEach(StreamsApp::close);
        companions.forEach(Companion::close);
    }
}
