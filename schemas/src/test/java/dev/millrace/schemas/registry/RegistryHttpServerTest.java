package dev.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tools other than the two clients see: statuses, error codes, content type. */
class RegistryHttpServerTest {

    final InProcessRegistry registry = new InProcessRegistry();
    final HttpClient client = HttpClient.newHttpClient();
    final RegistryHttpServer server = RegistryHttpServer.start(registry, 0);

    @BeforeEach
    void register() {
        registry.register("a-value", SchemaRegistryContract.V1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldAnswerInConfluentsContentType() throws Exception {
        HttpResponse<String> types = send("GET", "/schemas/types", "");

        assertThat(types.headers().firstValue("Content-Type")).contains("application/vnd.schemaregistry.v1+json");
        assertThat(types.body()).isEqualTo("[\"AVRO\"]");
        assertThat(send("GET", "/mode", "").body()).isEqualTo("{\"mode\":\"READWRITE\"}");
        assertThat(send("GET", "/config", "").body()).isEqualTo("{\"compatibilityLevel\":\"BACKWARD\"}");
        assertThat(send("GET", "/subjects", "").body()).isEqualTo("[\"a-value\"]");
    }

    @Test
    void shouldTellWhereASchemaIsUsed() throws Exception {
        assertThat(send("GET", "/schemas/ids/1/subjects", "").body()).isEqualTo("[\"a-value\"]");
        assertThat(send("GET", "/schemas/ids/1/versions", "").body())
                .isEqualTo("[{\"subject\":\"a-value\",\"version\":1}]");
        assertThat(send("GET", "/subjects/a-value/versions/latest/schema", "").body())
                .isEqualTo(SchemaRegistryContract.V1.toString());
    }

    @Test
    void shouldUseConfluentsErrorCodes() throws Exception {
        assertError(404, 40401, send("GET", "/subjects/b-value/versions", ""));
        assertError(404, 40402, send("GET", "/subjects/a-value/versions/9", ""));
        assertError(404, 40403, send("GET", "/schemas/ids/9", ""));
        assertError(404, 40403, send("POST", "/subjects/a-value", "{\"schema\": \"\\\"int\\\"\"}"));
        assertError(404, 40408, send("GET", "/config/a-value", ""));
        assertError(422, 42202, send("GET", "/subjects/a-value/versions/0", ""));
        assertError(422, 42203, send("PUT", "/config/a-value", "{\"compatibility\": \"SOMETIMES\"}"));
        assertError(422, 42201, send("POST", "/subjects/a-value/versions", "{\"schema\": \"{\"}"));
        assertError(422, 42201, send("POST", "/subjects/a-value/versions", "{}"));
        assertError(422, 42201, send("POST", "/subjects/a-value/versions", "not json"));
        assertError(422, 42201, send("POST", "/subjects/a-value/versions", "{\"schemaType\": \"JSON\"}"));
        assertError(409, 409, send("POST", "/subjects/a-value/versions", "{\"schema\": \"\\\"int\\\"\"}"));
        assertError(413, 41301, send("POST", "/subjects/a-value/versions", " ".repeat((1 << 20) + 1)));
        assertError(405, 405, send("DELETE", "/subjects/a-value", ""));
        assertError(404, 404, send("GET", "/elsewhere", ""));
    }

    private static void assertError(int status, int code, HttpResponse<String> response) {
        assertThat(response.statusCode())
                .as(response.uri() + " " + response.body())
                .isEqualTo(status);
        assertThat(response.body()).contains("\"error_code\":" + code + ",");
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
