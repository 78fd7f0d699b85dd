package dev.millrace.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Interaction;
import dev.millrace.publisher.HttpFixture.Answer;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {

    static final String CLICK = "{\"userId\": \"ann\", \"itemId\": \"i\", \"eventType\": \"click\"}";

    final HttpFixture http = HttpFixture.alone();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void shouldGiveAUserTheirList() throws Exception {
        http.store("ann", HttpFixture.list("a", "b", "c"));
        http.catalogue("a", "The A");
        Answer answer = http.get("/v1/users/ann/recommendations?limit=2");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.ids()).containsExactly("a", "b");
        assertThat(answer.json().path("level").asText()).isEqualTo("personal");
        assertThat(answer.json().path("modelVersion").asText()).isEqualTo("m1");
        assertThat(answer.json().at("/items/0/title").asText()).isEqualTo("The A");
        assertThat(answer.json().at("/items/0/reasons/0/itemId").asText()).isEqualTo("because-a");
    }

    @Test
    void shouldLeaveOutWhatIsNoLongerAvailable() throws Exception {
        http.store("ann", HttpFixture.list("a", "b", "c"));
        http.state.items().updateFacts("b", null);

        assertThat(http.get("/v1/users/ann/recommendations").ids()).containsExactly("a", "c");
    }

    @Test
    void shouldGiveUnknownUsersWhatThereIs() throws Exception {
        http.catalogue("new", "New");
        Answer answer = http.get("/v1/users/nobody/recommendations");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.ids()).containsExactly("new");
        assertThat(answer.json().path("level").asText()).isEqualTo("newest");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b", "a b", "a+b", "50%", "ü☕🙂", "..", ".", "a;b", "a?b#c", "a\\b", "//", "%2F", "a&b=c", "\"q\"",
                "a\nb"
            })
    void shouldTakeIdsOfAnyText(String id) throws Exception {
        http.store(id, HttpFixture.list("x", id));
        String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace(".", "%2E");

        Answer list = http.get("/v1/users/" + encoded + "/recommendations");
        assertThat(list.json().path("userId").asText()).isEqualTo(id);
        assertThat(list.ids()).containsExactly("x", id);
        Answer why = http.get("/v1/users/" + encoded + "/why/" + encoded);
        assertThat(why.json().path("position").asInt()).isEqualTo(2);
    }

    @Test
    void shouldSayWhyAnItemIsInTheList() throws Exception {
        http.store("ann", HttpFixture.list("a", "b"));
        Answer answer = http.get("/v1/users/ann/why/b");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("score").asDouble()).isEqualTo(1);
        assertThat(answer.json().at("/reasons/0/contribution").asDouble()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/users/ann/recommendations?limit=0    | 400 | limit
            /v1/users/ann/recommendations?limit=101  | 400 | limit
            /v1/users/ann/recommendations?limit=x    | 400 | limit
            /v1/users/ann/recommendations?limt=3     | 400 | limt
            /v1/users/%20/recommendations            | 400 | user
            /v1/trending?limit=-1                    | 400 | limit
            /v1/models?x=1                           | 400 | x
            /v1/users/ann/why/absent                 | 404 |
            /v1/items/absent/similar                 | 404 |
            /v1/users/ann                            | 405 |
            /v1/users                                | 404 |
            /v2                                      | 404 |
            /v1/events                               | 405 |
            """)
    void shouldRefuseWithAProblemThatNamesTheField(String path, int status, String field) throws Exception {
        http.store("ann", HttpFixture.list("a"));
        Answer answer = http.get(path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("field").asText("")).isEqualTo(field == null ? "" : field);
        assertThat(answer.json().path("detail").asText()).isNotBlank();
        assertThat(answer.json().path("type").asText()).startsWith("urn:millrace:problem:");
    }

    @Test
    void shouldRefuseIdsThatAreTooLong() throws Exception {
        assertThat(http.get("/v1/users/" + "u".repeat(256) + "/recommendations").status())
                .isEqualTo(200);
        assertThat(http.get("/v1/users/" + "u".repeat(257) + "/recommendations").status())
                .isEqualTo(400);
    }

    @Test
    void shouldNameTheMethodsThatThePathKnows() throws Exception {
        assertThat(http.get("/v1/events").header("Allow")).contains("POST");
    }

    @Test
    void shouldTakeEventsAndKeyThemByUser() throws Exception {
        Answer answer = http.post("/v1/events", "application/json; charset=utf-8", "[" + CLICK + "," + CLICK + "]");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
        ProducerRecord<byte[], byte[]> sent = http.producer.history().get(1);
        assertThat(sent.topic()).isEqualTo(http.topics.interactions().name());
        assertThat(new String(sent.key(), StandardCharsets.UTF_8)).isEqualTo("ann");
        Interaction event =
                http.topics.interactions().valueSerde().deserializer().deserialize(sent.topic(), sent.value());
        assertThat(event.getItemId()).isEqualTo("i");
        assertThat(event.getTimestampMs()).isEqualTo(HttpFixture.NOW.toEpochMilli());
    }

    @Test
    void shouldTakeImpressions() throws Exception {
        Answer answer = http.post("/v1/impressions", "application/json", "{\"userId\": \"ann\", \"itemIds\": [\"a\"]}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(http.producer.history().get(0).topic())
                .isEqualTo(http.topics.impressions().name());
    }

    @Test
    void shouldAskEveryAppToForgetAUser() throws Exception {
        assertThat(http.delete("/v1/users/ann").status()).isEqualTo(202);

        ProducerRecord<byte[], byte[]> sent = http.producer.history().get(0);
        assertThat(sent.topic()).isEqualTo(http.topics.erasures().name());
        assertThat(new String(sent.key(), StandardCharsets.UTF_8)).isEqualTo("ann");
        assertThat(http.delete("/v1/users/ann?now=1").status()).isEqualTo(400);
    }

    @Test
    void shouldTakeAllEventsOrNone() throws Exception {
        Answer answer = http.post("/v1/events", "application/json", "[" + CLICK + ",{}]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asText()).isEqualTo("[1].userId");
        assertThat(http.producer.history()).isEmpty();
    }

    @Test
    void shouldRefuseBodiesThatAreTooLargeHoweverTheyCome() throws Exception {
        String large = "[" + " ".repeat(HttpFixture.MAX_BODY) + "]";
        assertThat(http.post("/v1/events", "application/json", large).status()).isEqualTo(413);

        var chunked =
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)));
        Answer answer = http.send(http.request("/v1/events", "Content-Type", "application/json")
                .POST(chunked)
                .build());
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("detail").asText()).contains("10000 bytes");
    }

    @Test
    void shouldRefuseOtherContentTypes() throws Exception {
        assertThat(http.post("/v1/events", "text/plain", CLICK).status()).isEqualTo(415);
        Answer none = http.send(
                http.request("/v1/events").POST(BodyPublishers.ofString(CLICK)).build());
        assertThat(none.status()).isEqualTo(415);
        assertThat(none.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void shouldAnswer503WhenTheBrokerDoesNotAcknowledge() throws Exception {
        http.producer.sendException = new TimeoutException("no broker");
        Answer answer = http.post("/v1/events", "application/json", CLICK);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.json().path("detail").asText()).contains("send all of them again");
    }

    @Test
    void shouldShowWhatIsTrendingSimilarAndRolledOut() throws Exception {
        http.catalogue("a", "A");
        assertThat(http.get("/v1/trending").ids()).containsExactly("a");
        assertThat(http.get("/v1/items/a/similar").status()).isEqualTo(200);
        assertThat(http.get("/v1/models").json().path("models").isArray()).isTrue();
        assertThat(http.get("/").header("Content-Type")).startsWith("text/html");
        assertThat(http.get("/openapi.json").json().path("openapi").asText()).isEqualTo("3.1.0");
    }

    @Test
    void shouldMeasureByRouteAndNeverByPath() throws Exception {
        http.get("/v1/users/ann/recommendations");
        http.get("/v1/users/bob/recommendations");
        http.get("/nowhere");

        assertThat(http.meters
                        .get(HttpMetrics.REQUESTS)
                        .tag("route", "/v1/users/{user}/recommendations")
                        .tag("status", "200")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(http.meters.get(HttpMetrics.REQUESTS).timers().stream()
                        .map(timer -> timer.getId().getTag("route"))
                        .collect(Collectors.toSet()))
                .isSubsetOf("/v1/users/{user}/recommendations", "none");
    }

    @Test
    void shouldAnswer503WhileItemsAreLoaded() throws Exception {
        try (HttpFixture loading = HttpFixture.loading()) {
            Answer answer = loading.get("/v1/trending");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void shouldFetchAUserOfAnotherInstanceInOneHop() throws Exception {
        http.store("ann/1", HttpFixture.list("a"));
        try (HttpFixture other = HttpFixture.over(user -> HttpFixture.at(http.address()))) {
            Answer answer = other.get("/v1/users/ann%2F1/recommendations?limit=1");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.ids()).containsExactly("a");
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(other.get("/v1/users/ann%2F1/why/absent").status()).isEqualTo(404);
        }
    }

    @Test
    void shouldNotPassOnWhatWasPassedOn() throws Exception {
        try (HttpFixture other = HttpFixture.over(user -> HttpFixture.at(http.address()))) {
            other.catalogue("new", "New");
            Answer answer = other.get("/v1/users/ann/recommendations", Peers.FORWARDED, "1");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.ids()).containsExactly("new");
            assertThat(answer.json().path("degraded").asText()).isEqualTo("no-copy");
        }
    }

    @Test
    void shouldAnswerFromACopyWhenTheOwnerIsDown() throws Exception {
        HostInfo gone = gone();
        ListStore copies =
                HttpFixture.store(user -> HttpFixture.at(gone), user -> new ListStore.Here(HttpFixture.list("a", "b")));
        try (HttpFixture other = HttpFixture.over(copies);
                HttpFixture third =
                        HttpFixture.over(user -> new ListStore.There(gone, List.of(gone, other.address())))) {
            for (HttpFixture asked : List.of(other, third)) {
                Answer answer = asked.get("/v1/users/ann/recommendations");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.ids()).containsExactly("a", "b");
                assertThat(answer.json().path("degraded").asText()).isEqualTo("older-copy");
                assertThat(asked.get("/v1/users/ann/why/b")
                                .json()
                                .path("degraded")
                                .asText())
                        .isEqualTo("older-copy");
            }
            assertThat(other.meters
                            .get(HttpMetrics.DEGRADED)
                            .tag("reason", "older-copy")
                            .counter()
                            .count())
                    .isEqualTo(4);
        }
    }

    @Test
    void shouldShowWhatIsTrendingWhenThereIsNoCopyAndSayThatItIsNotTheUsers() throws Exception {
        for (ListStore.Located located : List.of(HttpFixture.at(gone()), new ListStore.Moving())) {
            try (HttpFixture other = HttpFixture.over(user -> located)) {
                assertThat(other.get("/v1/users/ann/recommendations").status()).isEqualTo(503);
                other.catalogue("new", "New");

                Answer answer = other.get("/v1/users/ann/recommendations");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.ids()).containsExactly("new");
                assertThat(answer.json().path("degraded").asText()).isEqualTo("no-copy");
                assertThat(other.get("/v1/users/ann/why/absent").status()).isEqualTo(503);
            }
        }
    }

    /** Where nobody listens any more. */
    private static HostInfo gone() {
        try (HttpFixture closed = HttpFixture.alone()) {
            return closed.address();
        }
    }

    @Test
    void shouldRefuseMoreRequestsAtATimeThanAllowed() throws Exception {
        var entered = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        ListStore slow = HttpFixture.store(user -> {
            entered.countDown();
            awaitLatch(release);
            return new ListStore.Here(null);
        });
        try (HttpFixture limited = HttpFixture.limited(slow, 2, 0)) {
            List<CompletableFuture<Answer>> held = Stream.of("a", "b")
                    .map(user -> limited.sendAsync(limited.request("/v1/users/" + user + "/recommendations")
                            .build()))
                    .toList();
            awaitLatch(entered);

            Answer refused = limited.get("/v1/users/c/recommendations");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            release.countDown();
            held.forEach(answer -> assertThat(answer.join().status()).isEqualTo(200));
        }
    }

    @Test
    void shouldRefuseMoreRequestsPerSecondThanAllowed() throws Exception {
        try (HttpFixture limited = HttpFixture.limited(null, 100, 2)) {
            assertThat(limited.get("/v1/models").status()).isEqualTo(200);
            assertThat(limited.get("/v1/models").status()).isEqualTo(200);
            assertThat(limited.get("/v1/models").status()).isEqualTo(429);

            limited.nanos.addAndGet(1_000_000_000);
            assertThat(limited.get("/v1/models").status()).isEqualTo(200);
        }
    }

    @Test
    void shouldFinishRequestsInFlightWhenItStops() throws Exception {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        HttpFixture stopping = HttpFixture.over(user -> {
            entered.countDown();
            awaitLatch(release);
            return new ListStore.Here(HttpFixture.list("a"));
        });
        CompletableFuture<Answer> held = stopping.sendAsync(
                stopping.request("/v1/users/ann/recommendations").build());
        awaitLatch(entered);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(stopping::close);
        release.countDown();

        assertThat(held.join().ids()).containsExactly("a");
        stopped.join();
    }

    @Test
    void shouldHideInternalErrors() throws Exception {
        try (HttpFixture broken = HttpFixture.over(user -> {
            throw new IllegalStateException("secret");
        })) {
            Answer answer = broken.get("/v1/users/ann/recommendations");

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.response().body()).doesNotContain("secret");
        }
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("Nobody came within 60 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
