package dev.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.schemas.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry that is down, slow, half broken, closed to us, or none at all. */
class RegistryTroubleTest {

    static final String SCHEMA = "{\"schema\": \"\\\"string\\\"\"}";

    final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger requests = new AtomicInteger();
    final ExecutorService executor = Executors.newCachedThreadPool();
    HttpServer server;
    volatile HttpHandler behaviour = exchange -> answer(exchange, 200, SCHEMA);

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            authorizations.add(authorization == null ? "none" : authorization);
            behaviour.handle(exchange);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        executor.shutdownNow();
    }

    @Test
    void shouldKeepCredentialsFromOtherHostsThatARedirectNames() throws IOException {
        var elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        elsewhere.createContext("/", exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            seen.add(authorization == null ? "none" : authorization);
            answer(exchange, 200, SCHEMA);
        });
        elsewhere.start();
        try {
            behaviour = exchange -> {
                boolean first = exchange.getRequestURI().getPath().startsWith("/schemas");
                String to = first
                        ? "/moved"
                        : "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/else";
                exchange.getResponseHeaders().set("Location", to);
                answer(exchange, first ? 308 : 302, "");
            };
            assertThat(registry(Map.of(
                                    "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:hidden"))
                            .schema(1))
                    .isNotNull();
        } finally {
            elsewhere.stop(0);
        }

        assertThat(authorizations).hasSize(2).allMatch(sent -> sent.startsWith("Basic "));
        assertThat(seen).containsExactly("none");
    }

    @Test
    void shouldTryAgainUntilTheRegistryIsBack() {
        behaviour = exchange -> {
            if (requests.get() < 3) {
                answer(exchange, 503, "<html>starting</html>");
            } else {
                answer(exchange, 200, SCHEMA);
            }
        };

        assertThat(registry(Map.of()).schema(1).getName()).isEqualTo("string");
        assertThat(requests).hasValue(3);
    }

    @Test
    void shouldGiveUpAfterTheTimeLimitAndSayWhatTheLastAnswerWas() {
        behaviour = exchange -> answer(exchange, 500, "{\"error_code\": 50001, \"message\": \"no store\"}");

        RegistryException error = failure(registry(Map.of("schema.registry.timeout.ms", 1_000)));

        assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(error.isRegistryAtFault()).isTrue();
        assertThat(error)
                .hasMessageContaining("schema.registry.timeout.ms")
                .hasMessageContaining(url())
                .hasMessageContaining("500");
        assertThat(requests.get()).isGreaterThan(1);
    }

    @Test
    void shouldSayThatNobodyListens() {
        server.stop(0);

        RegistryException error = failure(registry(Map.of("schema.registry.timeout.ms", 100)));

        assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(error).hasMessageContaining("cannot be reached").hasMessageContaining(url());
    }

    @Test
    void shouldNotWaitForAnAnswerThatTricklesIn() {
        var never = new CountDownLatch(1);
        behaviour = exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };

        RegistryException error =
                failure(registry(Map.of("http.read.timeout.ms", 50, "schema.registry.timeout.ms", 200)));

        assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(error).hasMessageContaining("no answer within");
    }

    @Test
    void shouldUseTheNextAddressWhenOneIsDown() {
        behaviour = exchange -> answer(exchange, 200, SCHEMA);

        SchemaRegistry registry = registry(Map.of("schema.registry.url", "http://localhost:1, " + url()));

        assertThat(registry.schema(1).getName()).isEqualTo("string");
        assertThat(registry.schema(2).getName()).isEqualTo("string");
    }

    @Test
    void shouldSuspectTheAddressWhenTheAnswerIsNoRegistrys() {
        for (String body : List.of("<html>hello</html>", "", "[1]", "{\"schema\": \"{\"}", "{\"other\": 1}")) {
            behaviour = exchange -> answer(exchange, 200, body);
            RegistryException error = failure(registry(Map.of()));
            assertThat(error.kind()).as(body).isEqualTo(Kind.GARBAGE);
            assertThat(error).hasMessageContaining(url());
        }
        behaviour = exchange -> answer(exchange, 404, "{\"status\": 404, \"path\": \"/schemas/ids/1\"}");
        assertThat(failure(registry(Map.of())).kind()).isEqualTo(Kind.GARBAGE);
    }

    @Test
    void shouldNotTryAgainWhenCredentialsAreRefused() {
        behaviour = exchange -> answer(exchange, 401, "<html>go away</html>");

        RegistryException error = failure(registry(Map.of()));

        assertThat(error.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(requests).hasValue(1);
    }

    @Test
    void shouldRefuseSchemasThatAreNotAvro() {
        behaviour = exchange -> answer(exchange, 200, "{\"schemaType\": \"JSON\", \"schema\": \"{}\"}");

        assertThat(failure(registry(Map.of())).kind()).isEqualTo(Kind.INVALID);
    }

    @Test
    void shouldAskOnceForWhatCannotChange() {
        behaviour = exchange -> answer(exchange, 200, SCHEMA);
        SchemaRegistry registry = registry(Map.of());

        registry.schema(1);
        registry.schema(1);

        assertThat(requests).hasValue(1);
    }

    @Test
    void shouldNotAskAtOnceAgainForAnIdThatNobodyKnows() {
        behaviour = exchange -> answer(exchange, 404, "{\"error_code\": 40403, \"message\": \"Schema not found\"}");
        SchemaRegistry registry = new CachingRegistry(
                new HttpRegistry(new RegistryConnection(RegistrySettings.of(settings(Map.of())))),
                java.time.Clock.fixed(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC));

        assertThat(failure(registry).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure(registry).kind()).isEqualTo(Kind.NOT_FOUND);

        assertThat(requests).hasValue(1);
    }

    @Test
    void shouldAuthenticateTheWaysThatConfluentNames() {
        behaviour = exchange -> answer(exchange, 200, SCHEMA);
        String jaas =
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"ann\" password=\"pw\";";

        registry(Map.of("schema.registry.url", url().replace("//", "//ann:pw@")))
                .schema(1);
        registry(Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "ann:pw"))
                .schema(1);
        registry(Map.of("basic.auth.credentials.source", "SASL_INHERIT", "sasl.jaas.config", jaas))
                .schema(1);
        registry(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t0k"))
                .schema(1);

        assertThat(authorizations).containsExactly("Basic YW5uOnB3", "Basic YW5uOnB3", "Basic YW5uOnB3", "Bearer t0k");
    }

    @Test
    void shouldNotPrintPasswords() {
        server.stop(0);

        RegistryException error = failure(registry(
                Map.of("schema.registry.url", url().replace("//", "//ann:secret@"), "schema.registry.timeout.ms", 50)));

        assertThat(error.getMessage()).doesNotContain("secret");
    }

    @Test
    void shouldNameTheSettingThatIsWrong() {
        refuse(Map.of("schema.registry.url", ""), "schema.registry.url is missing");
        refuse(Map.of("schema.registry.url", "localhost:8081"), "schema.registry.url");
        refuse(Map.of("http.read.timeout.ms", "soon"), "http.read.timeout.ms");
        refuse(Map.of("retries.wait.ms", -1), "retries.wait.ms");
        refuse(Map.of("basic.auth.credentials.source", "USER_INFO"), "basic.auth.user.info");
        refuse(Map.of("basic.auth.credentials.source", "MAGIC"), "basic.auth.credentials.source");
        refuse(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN"), "bearer.auth.token");
        refuse(Map.of("schema.registry.ssl.endpoint.identification.algorithm", ""), "host names");
    }

    private void refuse(Map<String, ?> settings, String message) {
        assertThatThrownBy(() -> registry(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private SchemaRegistry registry(Map<String, ?> more) {
        return Registries.open(settings(more));
    }

    private Map<String, Object> settings(Map<String, ?> more) {
        var settings = new HashMap<String, Object>(
                Map.of("schema.registry.url", url(), "retries.wait.ms", 5, "retries.max.wait.ms", 20));
        settings.putAll(more);
        return settings;
    }

    private static RegistryException failure(SchemaRegistry registry) {
        return catchThrowableOfType(RegistryException.class, () -> registry.schema(1));
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
