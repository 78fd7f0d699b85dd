package dev.millrace.publisher;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the routes; what goes wrong leaves as a problem document. */
final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final String ADMITTED = "millrace.admitted";

    private final Admission admission;
    private final HttpMetrics metrics;
    private final Javalin javalin;

    private HttpServer(HttpSettings settings, List<Route> routes, Admission admission, HttpMetrics metrics) {
        this.admission = admission;
        this.metrics = metrics;
        this.javalin = Javalin.create(config -> {
            configure(config, settings);
            routes.forEach(route -> config.routes.addHttpHandler(route.method(), route.path(), route.handler()));
        });
    }

    /** Listens from now on. */
    static HttpServer start(HttpSettings settings, List<Route> routes, Admission admission, HttpMetrics metrics) {
        var server = new HttpServer(settings, routes, admission, metrics);
        server.javalin.start(settings.host(), settings.port());
        return server;
    }

    private void configure(JavalinConfig config, HttpSettings settings) {
        config.startup.showJavalinBanner = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = settings.maxBodyBytes();
        config.http.asyncTimeout = 0; // what runs beside the thread has time limits of its own
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            // Ids may be any text: an encoded slash, dot or semicolon in a path is part of an id here.
            http.setUriCompliance(UriCompliance.UNSAFE);
        });
        config.jetty.modifyServletContextHandler(
                context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(settings.shutdownTimeout().toMillis());
            server.insertHandler(new GracefulHandler());
        });
        config.routes.before(this::admit);
        config.routes.exception(Problem.class, (problem, ctx) -> Answers.write(ctx, problem));
        config.routes.exception(CompletionException.class, (failure, ctx) -> unwrap(failure, ctx));
        config.routes.exception(HttpResponseException.class, (refusal, ctx) -> refuse(refusal, ctx));
        config.routes.exception(Exception.class, (failure, ctx) -> fail(failure, ctx));
        config.requestLogger.http((ctx, millis) -> finish(ctx, millis));
    }

    private void admit(Context ctx) {
        admission.enter();
        ctx.attribute(ADMITTED, true);
    }

    private void finish(Context ctx, float millis) {
        if (ctx.attribute(ADMITTED) != null) {
            admission.leave();
        }
        Endpoint endpoint = ctx.endpoints().matchedHttpEndpoint();
        String route = endpoint == null ? "none" : endpoint.path;
        metrics.request(route, ctx.method().name(), ctx.statusCode(), Duration.ofNanos((long) (millis * 1e6)));
    }

    private static void unwrap(CompletionException failure, Context ctx) {
        if (failure.getCause() instanceof Problem problem) {
            Answers.write(ctx, problem);
        } else {
            fail(failure, ctx);
        }
    }

    private static void refuse(HttpResponseException refusal, Context ctx) {
        String methods = refusal.getDetails().get("availableMethods");
        if (methods != null) {
            ctx.header("Allow", methods);
        }
        String message = refusal.getMessage();
        Answers.write(ctx, Problem.of(refusal.getStatus(), message == null ? "Refused" : message));
    }

    private static void fail(Exception failure, Context ctx) {
        LOG.error("{} {} failed", ctx.method(), ctx.path(), failure);
        Answers.write(ctx, Problem.of(500, "Internal error"));
    }

    int port() {
        return javalin.port();
    }

    /** Takes no more requests, and waits for those in flight. */
    @Override
    public void close() {
        javalin.stop();
    }
}
