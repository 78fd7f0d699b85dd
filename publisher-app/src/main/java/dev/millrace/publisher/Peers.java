package dev.millrace.publisher;

import io.javalin.http.Context;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

    private final HttpClient http;
    private final Duration timeout;

    Peers(Duration timeout) {
        this.http = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.timeout = timeout;
    }

    /** Passes the request on and the answer back, whatever its status is. */
    void forward(Context ctx, HostInfo owner) {
        if (ctx.header(FORWARDED) != null) {
            throw Problem.unavailable("The user is moving to another instance");
        }
        String query = ctx.queryString();
        URI uri = URI.create("http://" + owner.host() + ":" + owner.port()
                + ctx.req().getRequestURI() + (query == null ? "" : "?" + query));
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header(FORWARDED, "1")
                .build();
        ctx.future(() -> http.sendAsync(request, BodyHandlers.ofByteArray())
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unreachable(owner, failure)))
                .thenAccept(answer -> relay(answer, ctx)));
    }

    private static void relay(HttpResponse<byte[]> answer, Context ctx) {
        for (String name : new String[] {"Content-Type", "Retry-After"}) {
            answer.headers().firstValue(name).ifPresent(value -> ctx.header(name, value));
        }
        ctx.status(answer.statusCode()).result(answer.body());
    }

    private static Problem unreachable(HostInfo owner, Throwable failure) {
        LOG.warn("{}:{}, which the user belongs to, does not answer", owner.host(), owner.port(), failure);
        return Problem.unavailable("The instance that the user belongs to does not answer");
    }
}
