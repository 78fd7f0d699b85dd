package dev.millrace.shell;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /health/live}, {@code /health/ready}, {@code /health/started} and {@code /metrics}. Half requests and
 * slow readers hold a connection each, and no thread.
 */
final class ManagementServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final String ANY_PORT = "free";
    /** A slow scrape must not hold up a probe; Jetty takes two more for itself. */
    private static final int THREADS = 8;

    private static final int MOST_CONNECTIONS = 4_096;
    private static final int ACCEPT_QUEUE = 1_024;
    private static final long IDLE_MS = 5_000; // scrapers open a new connection when theirs is gone

    private final Server server;
    private final ServerConnector connector;

    private ManagementServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
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
        var threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("management");
        threads.setDaemon(true);
        var server = new Server(threads);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MS);
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
        server.setHandler(new Routes(health, metrics));
        server.setErrorHandler(new PlainErrors());
        try {
            server.start();
            return new ManagementServer(server, connector);
        } catch (Exception e) {
            stop(server);
            throw new SettingsException(
                    "management.port " + port + " on " + host + " cannot be opened: " + e.getMessage(), e);
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    private static final class Routes extends Handler.Abstract {

        private final AppHealth health;
        private final Supplier<String> metrics;

        Routes(AppHealth health, Supplier<String> metrics) {
            this.health = health;
            this.metrics = metrics;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
                response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
                write(response, METHOD_NOT_ALLOWED, "text/plain", "only GET\n", callback);
                return true;
            }
            switch (Request.getPathInContext(request)) {
                case "/health/live" -> health(response, health.isLive(), callback);
                case "/health/ready" -> health(response, health.isReady(), callback);
                case "/health/started" -> health(response, health.isStarted(), callback);
                case "/metrics" ->
                    write(response, OK, "text/plain; version=0.0.4; charset=utf-8", metrics.get(), callback);
                default -> write(response, NOT_FOUND, "text/plain", "not found\n", callback);
            }
            return true;
        }

        private void health(Response response, boolean up, Callback callback) {
            write(response, up ? OK : UNAVAILABLE, "application/json", json(up, health), callback);
        }
    }

    /** For what is no request at all: one line instead of a page. */
    private static final class PlainErrors implements Request.Handler {

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            write(response, response.getStatus(), "text/plain", "refused\n", callback);
            return true;
        }
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

    private static void write(Response response, int status, String type, String body, Callback callback) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("The management port was not closed in order", e);
        }
    }
}
