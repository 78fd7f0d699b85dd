package dev.millrace.schemas.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** What one record of the schemas topic asks for, as JSON in UTF-8. */
sealed interface SchemaRecord {

    ObjectMapper JSON = RegistryConnection.JSON;

    /** Register the schema under the subject. */
    record Proposal(String subject, Schema schema) implements SchemaRecord {

        @Override
        public ObjectNode json() {
            return JSON.createObjectNode()
                    .put("kind", "schema")
                    .put("subject", subject)
                    .put("schema", schema.toString());
        }
    }

    /** From here on this level holds. @param subject null: for all subjects without their own */
    record Level(@Nullable String subject, Compatibility level) implements SchemaRecord {

        @Override
        public ObjectNode json() {
            return JSON.createObjectNode()
                    .put("kind", "compatibility")
                    .put("subject", subject)
                    .put("level", level.name());
        }
    }

    ObjectNode json();

    /** Of the record, for people who look at the topic; readers take the subject from the value. */
    default byte[] key() {
        return json().path("subject").asText("").getBytes(StandardCharsets.UTF_8);
    }

    default byte[] bytes() {
        return json().toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException when the bytes are none, with the reason */
    static SchemaRecord parse(byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new IllegalArgumentException("it has no value");
        }
        try {
            JsonNode json = JSON.readTree(bytes);
            return switch (text(json, "kind")) {
                case "schema" -> new Proposal(text(json, "subject"), new Schema.Parser().parse(text(json, "schema")));
                case "compatibility" ->
                    new Level(
                            json.path("subject").isNull() ? null : text(json, "subject"),
                            Compatibility.valueOf(text(json, "level")));
                default -> throw new IllegalArgumentException("its kind is not known");
            };
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("it is not a record of a schema registry: " + e.getMessage(), e);
        }
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json == null ? null : json.get(field);
        if (value == null || !value.isTextual() || value.asText().isBlank()) {
            throw new IllegalArgumentException("it has no text '" + field + "'");
        }
        return value.asText();
    }
}
