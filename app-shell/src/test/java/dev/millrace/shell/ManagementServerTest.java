package dev.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {

    final AppHealth health = new AppHealth();
    final ManagementServer server = ManagementServer.start("127.0.0.1", 0, health, () -> "a_metric 1\n");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldAnswerProbesWithStatusAndReason() throws Exception {
        health.readyWhen("\"model\" loaded", () -> false);
        health.enter(State.RUNNING);

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/started").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body())
                .isEqualTo("{\"status\":\"DOWN\",\"state\":\"RUNNING\",\"waitingFor\":[\"\\\"model\\\" loaded\"]}\n");
    }

    @Test
    void shouldServeMetrics() throws Exception {
        assertThat(get("/metrics").body()).isEqualTo("a_metric 1\n");
    }

    @Test
    void shouldRefuseWhatItDoesNotServe() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(send(HttpRequest.newBuilder(uri("/metrics"))
                                .POST(HttpRequest.BodyPublishers.ofString("x"))
                                .build())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void shouldNameThePortThatIsTaken() {
        assertThatThrownBy(() -> ManagementServer.start("127.0.0.1", server.port(), health, () -> "")
                        .close())
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("management.port " + server.port());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** With a thread per request being read, as few of them as threads would silence the port. */
    @Test
    void shouldAnswerBesideHundredsOfHalfRequests() throws Exception {
        List<Socket> half = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                half.add(socket);
                String head =
                        i % 2 == 0 ? "GET /health/live HTT" : "POST /metrics HTTP/1.1\r\nContent-Length: 9\r\nX: ";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            }
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + server.port() + "/health/live"))
                    .timeout(Duration.ofSeconds(4)) // before any half request is given up
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .body())
                    .contains("\"status\"");
        } finally {
            for (Socket socket : half) {
                socket.close();
            }
        }
    }
}
