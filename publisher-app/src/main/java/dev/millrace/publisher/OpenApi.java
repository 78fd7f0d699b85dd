package dev.millrace.publisher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;

/** openapi.json with the limits of this instance's settings, so that the schema is what is really accepted. */
final class OpenApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    private OpenApi() {}

    static Handler page(Set<String> eventTypes, int maxEvents) {
        byte[] page = document(eventTypes, maxEvents);
        return ctx -> {
            Requests.allowParameters(ctx);
            ctx.contentType("application/json").result(page);
        };
    }

    private static byte[] document(Set<String> eventTypes, int maxEvents) {
        try {
            JsonNode document = JSON.readTree(Pages.read("openapi.json"));
            ArrayNode types = object(document, "/components/schemas/Interaction/properties/eventType")
                    .putArray("enum");
            new TreeSet<>(eventTypes).forEach(types::add);
            for (String path : new String[] {"events", "impressions"}) {
                object(document, "/paths/~1v1~1" + path + "/post/requestBody/content/application~1json/schema/oneOf/1")
                        .put("maxItems", maxEvents);
            }
            return JSON.writeValueAsBytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException("openapi.json on the class path is not JSON", e);
        }
    }

    private static ObjectNode object(JsonNode document, String pointer) {
        if (document.at(pointer) instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalStateException("openapi.json has nothing at " + pointer);
    }
}
