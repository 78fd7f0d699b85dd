package dev.millrace.shell;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code /health/live}, {@code /health/ready}, {@code /health/started} (200 or 503) and {@code /metrics}. */
public final class ManagementServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
        var thread = new Thread(task, "management");
        thread.setDaemon(true);
        return thread;
    });

    private ManagementServer(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
    }

    /**
     * @param port of all interfaces
     * @param detail one line beside the status of {@code ready}
     */
    public static ManagementServer start(
            int port,
            BooleanSupplier live,
            BooleanSupplier ready,
            BooleanSupplier started,
            Supplier<String> detail,
            PrometheusMeterRegistry meters) {
        try {
            var management = new ManagementServer(HttpServer.create(new InetSocketAddress(port), 0));
            management.probe("/health/live", live, () -> "");
            management.probe("/health/ready", ready, detail);
            management.probe("/health/started", started, () -> "");
            management.server.createContext(
                    "/metrics",
                    exchange -> answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape()));
            management.server.start();
            return management;
        } catch (IOException e) {
            throw new StartupException(
                    "management.port " + port + " cannot be opened: " + e.getMessage()
                            + "; choose another or 0 for none",
                    e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void probe(String path, BooleanSupplier condition, Supplier<String> detail) {
        server.createContext(path, exchange -> {
            boolean holds = condition.getAsBoolean();
            String text = (holds ? "ok" : "not yet") + (detail.get().isEmpty() ? "" : ": " + detail.get()) + "\n";
            answer(exchange, holds ? 200 : 503, "text/plain; charset=utf-8", text);
        });
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
