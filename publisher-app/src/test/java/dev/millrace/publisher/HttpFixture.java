package dev.millrace.publisher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.avro.FallbackLevel;
import dev.millrace.avro.Reason;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.rules.Rules;
import dev.millrace.schemas.Topics;
import dev.millrace.testkit.TestTopics;
import dev.millrace.topologies.ingest.EventRules;
import dev.millrace.topologies.publisher.PublisherState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** The HTTP server without Kafka: lists in a map, a producer that the test acknowledges by hand. */
final class HttpFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final int MAX_BODY = 10_000;

    record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(response.body());
            } catch (IOException e) {
                throw new AssertionError("Not JSON: " + response.body(), e);
            }
        }

        List<String> ids() {
            List<String> ids = new ArrayList<>();
            json().path("items").forEach(item -> ids.add(item.path("itemId").asText()));
            return ids;
        }
    }

    final Map<String, Recommendations> lists = new ConcurrentHashMap<>();
    final AtomicLong nanos = new AtomicLong();
    final Topics topics = TestTopics.fresh();
    final MeterRegistry meters = new SimpleMeterRegistry();
    final MockProducer<byte[], byte[]> producer;
    final PublisherState state = PublisherState.of(FeatureDefinitions.standard(), () -> Rules.NONE);
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Route> routes;
    private final HttpServer server;

    private HttpFixture(@Nullable ListStore store, boolean loaded, int maxConcurrent, int maxPerSecond) {
        producer = new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        HttpSettings settings = settings(maxConcurrent, maxPerSecond);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        var admission = new Admission(settings.maxConcurrent(), settings.maxPerSecond(), nanos::get);
        var metrics = new HttpMetrics(meters, admission);
        var users = new UserRoutes(
                store == null ? local() : store, new Peers(settings.peerTimeout()), state, metrics, 20, clock);
        var limits = new EventRules(Set.of("click"), Duration.ofMinutes(5), null);
        var events = new EventRoutes(
                new EventReader(limits, settings.maxEvents(), clock),
                new EventSender(producer, Duration.ofSeconds(20)),
                topics,
                settings.maxBodyBytes(),
                clock);
        routes = Routes.of(
                users,
                new ItemRoutes(state, 20, clock, () -> loaded),
                events,
                state.models(),
                OpenApi.page(Set.of("click"), 10));
        server = HttpServer.start(settings, routes, admission, metrics);
    }

    static HttpFixture alone() {
        return new HttpFixture(null, true, 100, 0);
    }

    static HttpFixture over(Function<String, ListStore.Located> find) {
        return over(store(find));
    }

    static HttpFixture over(ListStore store) {
        return new HttpFixture(store, true, 100, 0);
    }

    static HttpFixture loading() {
        return new HttpFixture(null, false, 100, 0);
    }

    static HttpFixture limited(@Nullable ListStore store, int maxConcurrent, int maxPerSecond) {
        return new HttpFixture(store, true, maxConcurrent, maxPerSecond);
    }

    static HttpSettings settings(int maxConcurrent, int maxPerSecond) {
        return new HttpSettings(
                "localhost",
                0,
                new HostInfo("localhost", 1),
                20,
                MAX_BODY,
                10,
                maxConcurrent,
                maxPerSecond,
                5_000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                List.of("https://shop.example"),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5));
    }

    private ListStore local() {
        return store(user -> new ListStore.Here(lists.get(user)), user -> null);
    }

    static ListStore store(Function<String, ListStore.Located> find, Function<String, ListStore.@Nullable Here> copy) {
        return new ListStore() {
            @Override
            public Located find(String user) {
                return find.apply(user);
            }

            @Override
            public @Nullable Here copy(String user) {
                return copy.apply(user);
            }
        };
    }

    static ListStore store(Function<String, ListStore.Located> find) {
        return store(find, user -> null);
    }

    static ListStore.There at(HostInfo host) {
        return new ListStore.There(host, List.of());
    }

    List<Route> routes() {
        return routes;
    }

    HostInfo address() {
        return new HostInfo("localhost", server.port());
    }

    void store(String user, Recommendations list) {
        lists.put(user, list);
    }

    void catalogue(String itemId, String title) {
        state.items().updateFacts(itemId, ItemFacts.of(title, List.of(), null));
    }

    static Recommendations list(String... ids) {
        List<RecommendedItem> items = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            Reason because = new Reason("because-" + ids[i], 0.5f);
            items.add(new RecommendedItem(ids[i], (float) (ids.length - i), "personal", List.of(because), null));
        }
        return new Recommendations("m1", "default", "champion", FallbackLevel.PERSONAL, 7L, 1L, 2L, items);
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).build());
    }

    Answer post(String path, String type, String body) throws IOException, InterruptedException {
        return send(request(path, "Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE().build());
    }

    Answer send(HttpRequest request) throws IOException, InterruptedException {
        return new Answer(client.send(request, BodyHandlers.ofString()));
    }

    CompletableFuture<Answer> sendAsync(HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofString()).thenApply(Answer::new);
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                .timeout(Duration.ofSeconds(60));
        return headers.length == 0 ? request : request.headers(headers);
    }

    @Override
    public void close() {
        server.close();
    }
}
