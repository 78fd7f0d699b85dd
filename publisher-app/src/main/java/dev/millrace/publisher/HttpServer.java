package dev.millrace.publisher;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the routes; what goes wrong leaves as a problem document. */
final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final String ADMITTED = "millrace.admitted";
    /** Acceptor, selectors, and those that read bodies and refuse. */
    private static final int SPARE_THREADS = 16;
    /** Jetty's default, the kernel's 50, drops connections when a thousand clients come at once. */
    private static final int ACCEPT_QUEUE = 1_024;

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
        server.javalin.start();
        return server;
    }

    private void configure(JavalinConfig config, HttpSettings settings) {
        config.startup.showJavalinBanner = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = settings.maxBodyBytes();
        config.http.asyncTimeout = 0; // what runs beside the thread has time limits of its own
        // More than are admitted, so that a refusal never waits for a thread.
        config.jetty.threadPool = new QueuedThreadPool(settings.maxConcurrent() + SPARE_THREADS, SPARE_THREADS);
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            // Ids may be any text: an encoded slash, dot or semicolon in a path is part of an id here.
            http.setUriCompliance(UriCompliance.UNSAFE);
        });
        config.jetty.addConnector((server, http) -> connector(server, http, settings));
        config.jetty.modifyServletContextHandler(context -> {
            context.getServletHandler().setDecodeAmbiguousURIs(true);
            context.setErrorHandler(new ProblemErrors());
        });
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(settings.shutdownTimeout().toMillis());
            server.setErrorHandler(new ProblemErrors());
            server.addBean(new NetworkConnectionLimit(settings.maxConnections(), server));
            // The last one is the first to see a request.
            server.insertHandler(new WholeBodies(settings.maxBodyBytes(), settings.bodyTimeout()));
            server.insertHandler(new StrictRequests());
            if (!settings.corsOrigins().isEmpty()) {
                server.insertHandler(crossOrigin(settings));
            }
            server.insertHandler(new GracefulHandler());
        });
        config.routes.before(this::admit);
        config.routes.exception(Problem.class, (problem, ctx) -> Answers.write(ctx, problem));
        config.routes.exception(CompletionException.class, (failure, ctx) -> unwrap(failure, ctx));
        config.routes.exception(HttpResponseException.class, (refusal, ctx) -> refuse(refusal, ctx));
        config.routes.exception(Exception.class, (failure, ctx) -> fail(failure, ctx));
        config.requestLogger.http((ctx, millis) -> finish(ctx, millis));
    }

    private static Connector connector(Server server, HttpConfiguration http, HttpSettings settings) {
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        return connector;
    }

    private static CrossOriginHandler crossOrigin(HttpSettings settings) {
        var handler = new CrossOriginHandler();
        handler.setAllowedOriginPatterns(settings.corsOrigins().stream()
                .map(origin -> origin.equals("*") ? "*" : Pattern.quote(origin))
                .collect(Collectors.toSet()));
        handler.setAllowedMethods(Set.of("GET", "HEAD", "POST", "DELETE"));
        handler.setAllowedHeaders(Set.of("Content-Type", "Content-Encoding"));
        handler.setExposedHeaders(Set.of("Retry-After", "Allow"));
        handler.setAllowCredentials(false); // there are no cookies here
        return handler;
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
        Answers.write(ctx, Problem.of(refusal.getStatus()));
    }

    private static void fail(Exception failure, Context ctx) {
        LOG.error("{} {} failed", ctx.method(), ctx.path(), failure);
        Answers.write(ctx, Problem.of(500));
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
