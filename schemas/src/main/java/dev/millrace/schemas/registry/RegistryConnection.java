package dev.millrace.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.schemas.registry.RegistryException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to whichever of the registry's addresses answers, with back-off and a limit of the whole time taken.
 *
 * <p>An answer below 500 other than 408 and 429 is final; everything else is tried again. Redirects are followed, but
 * credentials go to the configured origin only.
 */
final class RegistryConnection {

    static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Logger LOG = LoggerFactory.getLogger(RegistryConnection.class);

    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final RegistrySettings settings;
    private final Credentials credentials;
    private final HttpClient client;
    private final AtomicInteger preferred = new AtomicInteger();

    RegistryConnection(RegistrySettings settings) {
        this.settings = settings;
        this.credentials = new Credentials(settings.all());
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                // The client's own redirects would take the Authorization header to whatever host is named.
                .followRedirects(HttpClient.Redirect.NEVER);
        RegistryTls.context(settings.all()).ifPresent(builder::sslContext);
        RegistrySettings.text(settings.all(), "proxy.host")
                .ifPresent(host -> builder.proxy(ProxySelector.of(new InetSocketAddress(host, proxyPort()))));
        this.client = builder.build();
    }

    /** An answer that is final. */
    record Answer(URI from, int status, JsonNode body) {}

    /**
     * @param path relative to the registry's address, beginning with a slash
     * @param body sent as JSON; null: no body
     */
    Answer send(String method, String path, @Nullable JsonNode body) {
        long deadline = System.nanoTime() + settings.timeLimit().toNanos();
        long wait = settings.firstWait().toMillis();
        Failure failure = null;
        while (true) {
            for (int i = 0; i < settings.urls().size(); i++) {
                int index = Math.floorMod(preferred.get(), settings.urls().size());
                Attempt attempt = attempt(settings.urls().get(index), method, path, body, deadline);
                if (attempt instanceof Final done) {
                    return done.answer();
                }
                failure = ((Failure) attempt).unlessCutShort(failure);
                preferred.compareAndSet(index, index + 1);
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= wait) {
                throw unavailable(failure);
            }
            LOG.warn("Schema registry: {}; trying again in about {} ms", failure, wait);
            // Full jitter would bring some clients back at once; half of it keeps the spacing.
            pause(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
            wait = Math.min(2 * wait, settings.longestWait().toMillis());
        }
    }

    private sealed interface Attempt {}

    private record Final(Answer answer) implements Attempt {}

    private record Failure(String what, @Nullable Throwable cause, boolean cutShort) implements Attempt {

        Failure(String what, @Nullable Throwable cause) {
            this(what, cause, false);
        }

        /** An attempt that the time limit ended says less than the one before it. */
        Failure unlessCutShort(@Nullable Failure before) {
            return cutShort && before != null ? before : this;
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private Attempt attempt(URI url, String method, String path, @Nullable JsonNode body, long deadline) {
        CompletableFuture<HttpResponse<byte[]>> sent = send(url, target(url, path), method, body, MOST_REDIRECTS);
        // The client's own timeout ends with the headers; this one covers an answer that trickles in.
        long limit = Math.min(settings.readTimeout().toNanos(), Math.max(1, deadline - System.nanoTime()));
        try {
            HttpResponse<byte[]> response = sent.get(limit, TimeUnit.NANOSECONDS);
            int status = response.statusCode();
            return status >= 500 || status == 408 || status == 429
                    ? new Failure(shown(url) + " answered " + status, null)
                    : new Final(new Answer(url, status, json(url, status, response.body())));
        } catch (TimeoutException e) {
            sent.cancel(true);
            return new Failure(
                    shown(url) + " gave no answer within " + TimeUnit.NANOSECONDS.toMillis(limit) + " ms",
                    e,
                    limit < settings.readTimeout().toNanos());
        } catch (ExecutionException e) {
            refuseBadTls(url, e.getCause());
            return new Failure(shown(url) + " cannot be reached: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            sent.cancel(true);
            throw new InterruptException(e);
        }
    }

    /** Certificates do not get better by asking again; a connection cut off within the handshake may. */
    private static void refuseBadTls(URI url, @Nullable Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof SSLException && !(t.getCause() instanceof EOFException)) {
                throw new RegistryException(
                        Kind.UNAUTHORIZED,
                        "TLS with schema registry " + shown(url) + " failed: " + t.getMessage()
                                + "; see the settings schema.registry.ssl.*",
                        cause);
            }
        }
    }

    /** @param url the configured address, whose credentials these are */
    private CompletableFuture<HttpResponse<byte[]>> send(
            URI url, URI target, String method, @Nullable JsonNode body, int redirectsLeft) {
        return client.sendAsync(request(url, target, method, body), BodyHandlers.ofByteArray())
                .thenCompose(response -> {
                    URI next = redirectsLeft > 0 ? redirect(response) : null;
                    return next == null
                            ? CompletableFuture.completedFuture(response)
                            : send(url, next, method, body, redirectsLeft - 1);
                });
    }

    /** Where the answer sends the request; null: nowhere, or from TLS to plain text. */
    private static @Nullable URI redirect(HttpResponse<byte[]> response) {
        if (!REDIRECTS.contains(response.statusCode())) {
            return null;
        }
        URI from = response.uri();
        return response.headers()
                .firstValue("Location")
                .map(from::resolve)
                .filter(to -> "https".equals(to.getScheme())
                        || "http".equals(to.getScheme()) && "http".equals(from.getScheme()))
                .filter(to -> to.getHost() != null)
                .orElse(null);
    }

    private static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    private HttpRequest request(URI url, URI target, String method, @Nullable JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .header("Accept", CONTENT_TYPE + ", application/json")
                .header("Content-Type", CONTENT_TYPE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (sameOrigin(url, target)) {
            credentials.header(url).ifPresent(header -> request.header("Authorization", header));
        }
        return request.build();
    }

    /** Without the user information, which belongs into a header. */
    private static URI target(URI url, String path) {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String base = url.getRawPath() == null ? "" : url.getRawPath();
        return URI.create(url.getScheme() + "://" + url.getHost() + port + base + path);
    }

    private static JsonNode json(URI url, int status, byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            if (node != null && !node.isMissingNode()) {
                return node;
            }
        } catch (IOException e) {
            throw garbage(url, status, e);
        }
        throw garbage(url, status, null);
    }

    private static RegistryException garbage(URI url, int status, @Nullable Throwable cause) {
        if (status == 401 || status == 403) {
            return new RegistryException(
                    Kind.UNAUTHORIZED, "Schema registry " + shown(url) + " answered " + status, cause);
        }
        return new RegistryException(
                Kind.GARBAGE,
                shown(url) + " answered " + status + " and something that is not JSON; is schema.registry.url right?",
                cause);
    }

    private RegistryException unavailable(@Nullable Failure failure) {
        return new RegistryException(
                Kind.UNAVAILABLE,
                "No schema registry answered within " + settings.timeLimit().toMillis() + " ms ("
                        + RegistrySettings.TIME_LIMIT + "); last: " + failure,
                failure == null ? null : failure.cause());
    }

    /** The address without its password. */
    static String shown(URI url) {
        return target(url, "").toString();
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private int proxyPort() {
        return Integer.parseInt(
                RegistrySettings.text(settings.all(), "proxy.port").orElse("3128"));
    }
}
