package dev.millrace.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.schemas.registry.RegistryRoutes.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a registry of this process over HTTP, so that outside tools can read the topics.
 *
 * <p>The part of Confluent's API that clients use: subjects, versions, ids, compatibility, config, mode and types.
 * Nothing can be deleted.
 */
public final class RegistryHttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryHttpServer.class);
    private static final int LONGEST_BODY = 1 << 20;
    private static final int THREADS = 8; // each may wait for a read of the log

    private final HttpServer server;
    private final ExecutorService executor;
    private final RegistryRoutes routes;

    private RegistryHttpServer(HttpServer server, RegistryRoutes routes) {
        this.server = server;
        this.routes = routes;
        this.executor = Executors.newFixedThreadPool(THREADS, task -> {
            var thread = new Thread(task, "schema-registry-http");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** On the loopback interface. @param port 0: any free one */
    public static RegistryHttpServer start(ServableRegistry registry, int port) {
        return start(registry, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** @throws UncheckedIOException when nobody can listen there */
    public static RegistryHttpServer start(ServableRegistry registry, InetSocketAddress address) {
        try {
            var http = new RegistryHttpServer(HttpServer.create(address, 0), new RegistryRoutes(registry));
            http.server.setExecutor(http.executor);
            http.server.createContext("/", http::handle);
            http.server.start();
            return http;
        } catch (IOException e) {
            throw new UncheckedIOException("The schema registry cannot listen on " + address, e);
        }
    }

    /** What to give as {@code schema.registry.url}. */
    public String url() {
        InetAddress bound = server.getAddress().getAddress();
        String host = bound.isAnyLocalAddress() || bound.isLoopbackAddress() ? "localhost" : bound.getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            byte[] bytes = RegistryConnection.JSON.writeValueAsBytes(reply.body());
            exchange.getResponseHeaders().set("Content-Type", RegistryConnection.CONTENT_TYPE);
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            return Reply.error(413, 41301, "The body is longer than " + LONGEST_BODY + " bytes");
        }
        try {
            JsonNode json = RegistryConnection.JSON.readTree(body);
            return routes.reply(exchange.getRequestMethod(), path(exchange), query(exchange), json);
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            return Reply.error(422, 42201, "The body is not JSON: " + e.getOriginalMessage());
        } catch (RegistryException e) {
            return RegistryRoutes.refused(e);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            return Reply.error(500, 50001, "Error in the backend: " + e);
        }
    }

    private static List<String> path(HttpExchange exchange) {
        return Arrays.stream(exchange.getRequestURI().getRawPath().split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
    }

    private static String query(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        return query == null ? "" : query;
    }
}
