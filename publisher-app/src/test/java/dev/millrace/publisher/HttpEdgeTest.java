package dev.millrace.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.publisher.HttpFixture.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests at and beyond the edge of the protocol: always our own problem document, and never another user. */
class HttpEdgeTest {

    final HttpFixture http = HttpFixture.alone();

    @AfterEach
    void close() {
        http.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/users/%zz/recommendations,400",
        "GET,/v1/users/a%/recommendations,400",
        "GET,/v1/users/a%4/recommendations,400",
        "DELETE,/v1/users/caf%E9,400",
        "DELETE,/v1/users/caf\u00e9,400",
        "DELETE,/v1/users/%ED%A0%BD,400",
        "DELETE,/v1/users/%C0%AF,400",
        "GET,/v1/trending?category=%E9,400",
        "GET,/v1/trending?category=%zz,400",
        "GET,/nowhere,404",
        "POST,/,405",
        "PUT,/v1/events,405",
    })
    void shouldRefuseInItsOwnWords(String method, String path, int status) throws IOException {
        String answer = RawHttp.say(
                http.address().port(), method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertProblem(answer, status);
        assertThat(http.producer.history()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsTooLongOrNoHttp() throws IOException {
        int port = http.address().port();
        String close = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        assertProblem(RawHttp.say(port, "GET /" + "a".repeat(20_000) + close + "\r\n"), 414);
        assertProblem(RawHttp.say(port, "GET /" + close + "X: " + "a".repeat(20_000) + "\r\n\r\n"), 431);
        assertProblem(RawHttp.say(port, "GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n"), 400);
    }

    private static void assertProblem(String answer, int status) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .containsIgnoringCase("Content-Type: application/problem+json")
                .contains("urn:millrace:problem:")
                .doesNotContainIgnoringCase("jetty")
                .doesNotContainIgnoringCase("javalin")
                .doesNotContain("<html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/trending", "/v1/models", "/openapi.json", "/", "/v1/trending?limit=0"})
    void shouldAnswerHeadAsGet(String path) throws Exception {
        Answer get = http.get(path);
        Answer head = http.send(
                http.request(path).method("HEAD", BodyPublishers.noBody()).build());

        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
        assertThat(head.response().body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"userId": "\\ud83d", "itemId": "i", "eventType": "click"} | userId
            {"userId": "a", "itemId": "x\\udc00y", "eventType": "click"} | itemId
            {"userId": "a", "itemId": "i", "eventType": ""} | eventType
            {"userId": " ", "itemId": "i", "eventType": "click"} | userId
            {"userId": "a", "itemId": "i", "eventType": "click", "timestampMs": 0} | timestampMs
            {"userId": "a", "itemId": "i", "eventType": "click", "timestampMs": 1.5} | timestampMs
            {"userId": "a", "itemId": "i", "eventType": "click", "timestampMs": 9e30} | timestampMs
            {"userId": "a", "itemId": "i", "eventType": "click", "value": 1e999} | value
            {"userId": "a", "itemId": "i", "eventType": "click", "value": NaN} | value
            {"userId": "a", "itemId": "i", "eventType": "click", "eventId": ""} | eventId
            {"userId": "a", "userId": "b", "itemId": "i", "eventType": "click"} | userId
            """)
    void shouldNameTheFieldThatIngestWouldNotTake(String body, String field) throws Exception {
        Answer answer = http.post("/v1/events", "application/json", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asText()).isEqualTo(field);
        assertThat(http.producer.history()).isEmpty();
    }

    @Test
    void shouldSayWhereABodyCannotBeReadInItsOwnWords() throws Exception {
        Answer answer = http.post("/v1/events", "application/json", "[\n {\"userId\": x}]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asText()).isEqualTo("[0].userId");
        assertThat(answer.json().path("detail").asText())
                .contains("line 2, column")
                .doesNotContain("Source")
                .doesNotContain("Unrecognized");
        assertThat(http.post("/v1/events", "application/json", "[".repeat(1_000))
                        .status())
                .isEqualTo(400);
        Answer latin1 = http.send(http.request("/v1/events", "Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"userId\": \"caf\u00e9\"}", StandardCharsets.ISO_8859_1))
                .build());
        assertThat(latin1.json().path("detail").asText()).contains("not UTF-8: byte 16");
    }

    @Test
    void shouldReadGzipWithinTheLimitOfTheBody() throws Exception {
        assertThat(gzip("gzip", compressed(HttpServerTest.CLICK)).status()).isEqualTo(202);
        assertThat(gzip("gzip", compressed(" ".repeat(50_000_000))).status()).isEqualTo(413);
        assertThat(gzip("gzip", "no gzip".getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(400);
        assertThat(gzip("br", compressed(HttpServerTest.CLICK)).status()).isEqualTo(415);
    }

    private Answer gzip(String encoding, byte[] body) throws Exception {
        return http.send(http.request("/v1/events", "Content-Type", "application/json", "Content-Encoding", encoding)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private static byte[] compressed(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=5&limit=7", "limit=+5", "limit=%D9%A5", "limit=05", "limit=", "category=", "a=b"})
    void shouldRefuseParametersThatAreNotMeantSo(String query) throws Exception {
        assertThat(http.get("/v1/trending?" + query).status()).isEqualTo(400);
    }

    @Test
    void shouldAnswerPreflightsOfTheOriginsThatAreAllowed() throws Exception {
        String preflight = "OPTIONS /v1/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: %s\r\n"
                + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n\r\n";
        int port = http.address().port();

        assertThat(RawHttp.say(port, preflight.formatted("https://shop.example")))
                .contains("Access-Control-Allow-Origin: https://shop.example")
                .contains("POST");
        assertThat(RawHttp.say(port, preflight.formatted("https://shopXexample")))
                .doesNotContain("Access-Control-Allow-Origin");
    }

    @Test
    void shouldSayTheSameOfAListHoweverMuchIsAskedFor() throws Exception {
        http.catalogue("new", "New");
        http.store("ann", HttpFixture.list());

        assertThat(http.get("/v1/users/ann/recommendations?limit=1").json().path("level"))
                .isEqualTo(http.get("/v1/users/ann/recommendations?limit=100")
                        .json()
                        .path("level"));
    }

    @Test
    void shouldShowWhatWasConsumedRatherThanNothing() throws Exception {
        http.store("ann", HttpFixture.list("gone"));
        http.state.items().updateFacts("gone", null);
        http.catalogue("because-gone", "The only one left, which ann has consumed");

        assertThat(http.get("/v1/users/ann/recommendations").ids()).containsExactly("because-gone");
    }
}
