package dev.millrace.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;

/** Writes docs/http.md from openapi.json. */
class HttpDocTest {

    static final Path PAGE = Path.of("..", "docs", "http.md");
    static final String RENEW =
            "mvn -q -pl publisher-app -am -Dtest=HttpDocTest -Dmillrace.renew=true -Dsurefire.failIfNoSpecifiedTests=false test";

    final JsonNode document = OpenApiTest.read();

    @Test
    void shouldStandInTheDocs() throws IOException {
        String page = page();
        if (Boolean.getBoolean("millrace.renew")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.exists(PAGE) ? Files.readString(PAGE, StandardCharsets.UTF_8) : "")
                .as("docs/http.md is out of date; renew it with: " + RENEW)
                .isEqualTo(page);
    }

    private String page() {
        var page = new StringBuilder("# HTTP\n\nWritten from `openapi.json`, which a running instance serves, by `")
                .append(RENEW)
                .append("`.\n\n")
                .append(document.at("/info/description").asText())
                .append("\n\nEvery refusal is a document like this, `field` being there where one is to blame:\n\n")
                .append(
                        "```json\n{\"type\":\"urn:millrace:problem:bad-request\",\"title\":\"Bad request\",\"status\":400,")
                .append(
                        "\"detail\":\"limit must be a whole number from 1 to 100, was '0'\",\"field\":\"limit\"}\n```\n\n")
                .append(
                        "The server listens on 127.0.0.1 unless `http.host` says otherwise. Web pages may call it when ")
                .append("`http.cors-origins` names their origin.\n");
        for (JsonNode tag : document.path("tags")) {
            page.append("\n## ").append(capital(tag.path("name").asText())).append("\n\n");
            page.append(tag.path("description").asText()).append('\n');
            document.path("paths")
                    .properties()
                    .forEach(path -> path.getValue().properties().forEach(operation -> {
                        if (operation.getValue().at("/tags/0").equals(tag.path("name"))) {
                            route(page, path.getKey(), operation);
                        }
                    }));
        }
        return page.toString();
    }

    private void route(StringBuilder page, String path, Entry<String, JsonNode> operation) {
        String method = operation.getKey().toUpperCase(java.util.Locale.ROOT);
        JsonNode what = operation.getValue();
        page.append("\n### ").append(method).append(" `").append(path).append("`\n\n");
        page.append(what.path("summary").asText());
        if (what.has("description")) {
            page.append("\n\n").append(what.path("description").asText());
        }
        page.append("\n\n");
        what.path("parameters").forEach(parameter -> page.append("- `")
                .append(parameter.path("name").asText())
                .append("` (")
                .append(parameter.path("in").asText())
                .append("): ")
                .append(parameter.path("description").asText())
                .append(' ')
                .append(parameter.at("/schema/description").asText())
                .append('\n'));
        fields(page, what);
        page.append("\n```sh\n").append(command(method, path, what)).append("\n```\n");
        answers(page, what);
    }

    private void fields(StringBuilder page, JsonNode what) {
        JsonNode one = resolved(what.at("/requestBody/content/application~1json/schema/oneOf/0"));
        List<String> required = new ArrayList<>();
        one.path("required").forEach(name -> required.add(name.asText()));
        one.path("properties").properties().forEach(field -> page.append("- `")
                .append(field.getKey())
                .append("` (body")
                .append(required.contains(field.getKey()) ? ", required" : "")
                .append("): ")
                .append(field.getValue().path("description").asText())
                .append('\n'));
    }

    private static String command(String method, String path, JsonNode what) {
        String address = path;
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : what.path("parameters")) {
            String name = parameter.path("name").asText();
            String example = parameter.path("example").asText();
            if (parameter.path("in").asText().equals("path")) {
                address = address.replace("{" + name + "}", example);
            } else {
                query.add(name + "=" + example);
            }
        }
        String url = "'http://localhost:8080" + address + (query.isEmpty() ? "" : "?" + String.join("&", query)) + "'";
        JsonNode body = what.at("/requestBody/content/application~1json/example");
        return "curl " + (method.equals("DELETE") ? "-X DELETE " : "")
                + (body.isMissingNode() ? "" : "-H 'Content-Type: application/json' -d '" + body + "' ") + url;
    }

    private void answers(StringBuilder page, JsonNode what) {
        List<String> refusals = new ArrayList<>();
        what.path("responses").properties().forEach(response -> {
            JsonNode example = response.getValue().at("/content/application~1json/example");
            if (!example.isMissingNode()) {
                page.append('\n').append(response.getKey()).append(":\n\n```json\n");
                page.append(pretty(example)).append("\n```\n");
            }
            if (response.getValue().has("$ref")) {
                String text = resolved(response.getValue()).path("description").asText();
                refusals.add("- " + response.getKey() + ": " + text + "\n");
            }
        });
        page.append('\n');
        refusals.stream().sorted().forEach(page::append);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static String pretty(JsonNode example) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(example);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
