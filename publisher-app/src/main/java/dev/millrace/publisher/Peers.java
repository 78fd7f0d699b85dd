package dev.millrace.publisher;

import io.javalin.http.Context;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the instance that a user belongs to, once: a request that came from a peer is never passed on, so that two
 * instances which disagree during a rebalance do not play ball with it.
 */
final class Peers {

    /** Marks a request that another instance has passed on. */
    static final String FORWARDED = "Millrace-Forwarded";

    /** Whoever gave no answer is not asked for so long: each request would wait for it. */
    private static final Duration REST = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

    private final HttpClient http;
    private final Duration timeout;
    private final Map<HostInfo, Long> silentSince = new ConcurrentHashMap<>();

    Peers(Duration timeout) {
        this.http = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.timeout = timeout;
    }

    /**
     * Asks one instance.
     *
     * @return its answer; empty when it gave none in time, or failed, or lately did so
     */
    CompletableFuture<Optional<HttpResponse<byte[]>>> ask(Context ctx, HostInfo host) {
        Long since = silentSince.get(host);
        if (since != null && System.nanoTime() - since < REST.toNanos()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        String query = ctx.queryString();
        URI uri = URI.create("http://" + host.host() + ":" + host.port()
                + ctx.req().getRequestURI() + (query == null ? "" : "?" + query));
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header(FORWARDED, "1")
                .build();
        // The request's own time limit ends with the headers of the answer; the other one covers all of it.
        return http.sendAsync(request, BodyHandlers.ofByteArray())
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, failure) -> {
                    if (failure != null) {
                        LOG.warn("{}:{} does not answer for a user of its own: {}", host.host(), host.port(), failure);
                        silentSince.put(host, System.nanoTime());
                        return Optional.empty();
                    }
                    silentSince.remove(host);
                    return answer.statusCode() >= 500 ? Optional.empty() : Optional.of(answer);
                });
    }

    /** Passes an answer on, whatever its status is. */
    static void relay(HttpResponse<byte[]> answer, Context ctx) {
        for (String name : new String[] {"Content-Type", "Retry-After"}) {
            answer.headers().firstValue(name).ifPresent(value -> ctx.header(name, value));
        }
        ctx.status(answer.statusCode()).result(answer.body());
    }
}
