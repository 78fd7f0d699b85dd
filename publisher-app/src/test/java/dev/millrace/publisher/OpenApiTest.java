package dev.millrace.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.topologies.ingest.IngestSettings;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    final JsonNode document = read();
    final HttpFixture http = HttpFixture.alone();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void shouldDescribeExactlyTheRoutesThereAre() {
        Set<String> described = new TreeSet<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> served = new TreeSet<>();
        http.routes().forEach(route -> served.add(route.method() + " " + route.path()));

        assertThat(described).isEqualTo(served);
    }

    @Test
    void shouldListTheTypesOfEventsThatAreAccepted() throws Exception {
        Set<String> written = new TreeSet<>();
        document.at("/components/schemas/Interaction/properties/eventType/enum")
                .forEach(type -> written.add(type.asText()));
        assertThat(written).isEqualTo(IngestSettings.DEFAULT_EVENT_TYPES);

        JsonNode served = http.get("/openapi.json").json();
        assertThat(served.at("/components/schemas/Interaction/properties/eventType/enum"))
                .map(JsonNode::asText)
                .containsExactly("click");
    }

    @Test
    void shouldReferOnlyToWhatItDefines() {
        document.findValuesAsText("$ref").forEach(reference -> assertThat(
                        document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @Test
    void shouldDescribeTheFieldsOfRealAnswers() throws Exception {
        http.store("ann", HttpFixture.list("a", "b"));
        http.catalogue("a", "Title");

        assertFields("UserList", http.get("/v1/users/ann/recommendations").json());
        assertFields(
                "ListItem",
                http.get("/v1/users/ann/recommendations").json().path("items").path(0));
        assertFields("Why", http.get("/v1/users/ann/why/a").json());
        assertFields("Problem", http.get("/v1/trending?limit=0").json());
        assertFields("Models", http.get("/v1/models").json());
        assertFields("Trending", http.get("/v1/trending?category=c").json());
        assertFields("Similar", http.get("/v1/items/a/similar").json());
    }

    private void assertFields(String schema, JsonNode answer) {
        JsonNode described = document.at("/components/schemas/" + schema);
        Set<String> names = new TreeSet<>();
        described.path("properties").fieldNames().forEachRemaining(names::add);
        Set<String> actual = new TreeSet<>();
        answer.fieldNames().forEachRemaining(actual::add);

        assertThat(names).as(schema).containsAll(actual);
        described
                .path("required")
                .forEach(required -> assertThat(actual).as(schema).contains(required.asText()));
    }

    static JsonNode read() {
        try {
            return new ObjectMapper().readTree(Pages.read("openapi.json"));
        } catch (IOException e) {
            throw new AssertionError("openapi.json is not JSON", e);
        }
    }
}
