package dev.millrace.cli.apps;

import dev.millrace.cli.apps.RunningApps.Ended;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.shell.Settings;
import dev.millrace.shell.SharedSettings;
import dev.millrace.shell.StartupException;
import dev.millrace.shell.StopSignals;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Runs apps in the foreground of this process until a signal comes or one of them fails. */
public final class AppRunner {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    /** Beyond the longest shutdown.timeout of an app, for what has none. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Map<App, Settings> apps;
    private final PrintWriter out;
    private final long begun = System.nanoTime();

    /**
     * @param all whether these are all apps because all were asked for: then the registry is left out where somebody
     *     else serves it
     */
    public AppRunner(List<App> chosen, SharedSettings shared, boolean all, PrintWriter out) {
        List<App> wanted = chosen.stream()
                .filter(app -> !(all && app == App.REGISTRY && !isInTopic(shared.of(app.id()))))
                .toList();
        this.apps = new OneProcess(wanted, shared).settings();
        this.out = out;
    }

    private static boolean isInTopic(Settings settings) {
        return settings.text("schema.registry.url").startsWith("kafka:");
    }

    /** @return the exit code; a failure is thrown with its reason */
    public int run() {
        StopSignals signals = StopSignals.listen();
        var stop = new CompletableFuture<Optional<Ended>>();
        var running = new RunningApps(null);
        try {
            apps.forEach((app, settings) -> app.start(running, settings));
            signals.started("apps", () -> stop.complete(Optional.empty()));
            var unused = running.whenAnyEnded().thenAccept(ended -> stop.complete(Optional.of(ended)));
            sayWhenReady(running, stop);
            Optional<Ended> ended = stop.join();
            if (ended.isPresent()) {
                throw failed(ended.get());
            }
        } catch (StartupException e) {
            if (!signals.isRequested()) {
                throw CommandFailure.failed(String.valueOf(e.getMessage()), e);
            }
        } catch (RuntimeException e) {
            if (!signals.isRequested() || e instanceof CommandFailure) {
                throw e;
            }
        } finally {
            close(running);
        }
        return ExitCodes.OK;
    }

    private static CommandFailure failed(Ended ended) {
        return ended.failure().isPresent()
                ? CommandFailure.failed(ended.reason(), ended.failure().get())
                : CommandFailure.failed(ended.reason());
    }

    private void sayWhenReady(RunningApps running, CompletableFuture<Optional<Ended>> stop) {
        while (!running.isReady()) {
            try {
                stop.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                continue; // neither ready nor ended
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException("Interrupted before the apps were ready", e);
            }
        }
        out.println(String.format(
                Locale.ROOT,
                "millrace: ready after %.0f s: %s",
                (System.nanoTime() - begun) / 1e9,
                apps.keySet().stream().map(App::shortName).collect(Collectors.joining(", "))));
        addresses(running).forEach(line -> out.println("millrace: " + line));
        out.flush();
    }

    private List<String> addresses(RunningApps running) {
        var lines = new ArrayList<String>();
        Settings publisher = apps.get(App.PUBLISHER);
        if (publisher != null) {
            lines.add("HTTP API on port " + publisher.text("http.port"));
        }
        Settings registry = apps.get(App.REGISTRY);
        if (registry != null) {
            lines.add("schema registry for other programs at http://" + registry.text("schema.registry.serve"));
        }
        if (!running.managementPorts().isEmpty()) {
            lines.add("health and metrics on ports: " + String.join(", ", running.managementPorts()));
        }
        return lines;
    }

    /** In order, and not longer than the most patient app; training ends with the process, its request is kept. */
    private void close(RunningApps running) {
        Duration limit = apps.values().stream()
                .map(settings -> settings.duration("shutdown.timeout"))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO)
                .plus(CLOSING);
        var closing = new Thread(running::close, "close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closing.isAlive()) {
            throw CommandFailure.failed(
                    "the apps did not stop within " + limit.toSeconds() + " s (shutdown.timeout); the log says which");
        }
    }
}
