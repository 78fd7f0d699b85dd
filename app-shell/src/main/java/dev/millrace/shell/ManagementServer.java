package dev.millrace.shell;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Serves {@code /health/live}, {@code /health/ready}, {@code /health/started} and {@code /metrics}. */
final class ManagementServer implements AutoCloseable {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final String ANY_PORT = "free";
    private static final int THREADS = 2; // a slow scrape must not hold up a probe

    private final HttpServer server;
    private final ExecutorService threads;

    private ManagementServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** The server that the settings {@code management.*} want, if any. */
    static Optional<ManagementServer> open(Settings settings, AppHealth health, ShellMetrics metrics) {
        String wanted = settings.text("management.port");
        int port = wanted.equals(ANY_PORT) ? 0 : settings.integer("management.port", 0, 65_535);
        return port == 0 && !wanted.equals(ANY_PORT)
                ? Optional.empty()
                : Optional.of(start(settings.text("management.host"), port, health, metrics::scrape));
    }

    /** @param port 0: any free one */
    static ManagementServer start(String host, int port, AppHealth health, Supplier<String> metrics) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
            ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
                var thread = new Thread(task, "management");
                thread.setDaemon(true);
                return thread;
            });
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(exchange, NOT_FOUND, "text/plain", "not found\n"));
            health(server, "/health/live", health, health::isLive);
            health(server, "/health/ready", health, health::isReady);
            health(server, "/health/started", health, health::isStarted);
            server.createContext(
                    "/metrics",
                    exchange -> answer(exchange, OK, "text/plain; version=0.0.4; charset=utf-8", metrics.get()));
            server.start();
            return new ManagementServer(server, threads);
        } catch (IOException e) {
            throw new SettingsException(
                    "management.port " + port + " on " + host + " cannot be opened: " + e.getMessage(), e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void health(HttpServer server, String path, AppHealth health, BooleanSupplier probe) {
        server.createContext(path, exchange -> {
            boolean up = probe.getAsBoolean();
            answer(exchange, up ? OK : UNAVAILABLE, "application/json", json(up, health));
        });
    }

    /** Names are the app's own words; only quotes and backslashes could break them. */
    private static String json(boolean up, AppHealth health) {
        List<String> waiting = health.waitingFor();
        String names = waiting.stream()
                .map(name -> '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(","));
        return "{\"status\":\"" + (up ? "UP" : "DOWN") + "\",\"state\":\"" + health.state() + "\",\"waitingFor\":["
                + names + "]}\n";
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            boolean head = method.equals("HEAD");
            boolean allowed = head || method.equals("GET");
            byte[] bytes = (allowed ? body : "only GET\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(allowed ? status : METHOD_NOT_ALLOWED, head ? -1 : bytes.length);
            if (!head) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(bytes);
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
