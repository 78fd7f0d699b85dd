package dev.millrace.cli.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.Json;
import dev.millrace.cli.console.Printed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The publisher's HTTP API, as a client. */
public final class HttpApi {

    private final String base;
    private final Duration timeout;
    private final HttpClient http;

    /**
     * A client of one publisher.
     *
     * @param base such as {@code http://localhost:8080}
     * @param timeout for each request
     */
    public HttpApi(String base, Duration timeout) {
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    /** A path segment as it must be written in a URL. */
    public static String segment(String raw) {
        return Printed.segment(raw);
    }

    /** The JSON that a GET answers with. */
    public JsonNode get(String path) {
        HttpResponse<String> response = send(path);
        JsonNode body = parse(response.body());
        if (response.statusCode() / 100 != 2) {
            throw CommandFailure.failed(base + path + " answered " + response.statusCode() + reason(body));
        }
        return body;
    }

    private HttpResponse<String> send(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                    .timeout(timeout)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput(
                    "--url must be an address such as http://localhost:8080, was '" + base + "'", e);
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "no publisher answers at " + base + "; is one running there (`millrace demo` prints its address)?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while waiting for " + base, e);
        }
    }

    private JsonNode parse(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw CommandFailure.failed(base + " does not answer with JSON; is it a Millrace publisher?", e);
        }
    }

    private static String reason(JsonNode body) {
        for (String field : new String[] {"detail", "message", "error", "title"}) {
            if (body.path(field).isTextual()) {
                return ": " + body.path(field).asText();
            }
        }
        return "";
    }
}
