package dev.millrace.cli.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads events and items written as one JSON object per line, with the field names of the Avro contracts. */
public final class JsonLines {

    private final Clock clock;

    /** @param clock gives events without {@code timestampMs} their time */
    public JsonLines(Clock clock) {
        this.clock = clock;
    }

    /**
     * An item with its id.
     *
     * @param value null delists the item
     */
    public record KeyedItem(String itemId, @Nullable Item value) {}

    /** {@code {"userId":…,"itemId":…,"eventType":…}} with, optionally, value, timestampMs, eventId, sessionId. */
    public Interaction interaction(String line, long lineNumber) {
        JsonNode node = parse(line, lineNumber);
        JsonNode value = node.path("value");
        return Interaction.newBuilder()
                .setEventId(optional(node, "eventId"))
                .setUserId(required(node, "userId", lineNumber))
                .setItemId(required(node, "itemId", lineNumber))
                .setEventType(required(node, "eventType", lineNumber))
                .setValue(value.isNumber() ? value.asDouble() : null)
                .setTimestampMs(node.path("timestampMs").asLong(clock.millis()))
                .setSessionId(optional(node, "sessionId"))
                .build();
    }

    /**
     * {@code {"itemId":…}} with, optionally, title, categories, price …; {@code "delisted":true} takes the item off.
     */
    public KeyedItem item(String line, long lineNumber) {
        JsonNode node = parse(line, lineNumber);
        String itemId = required(node, "itemId", lineNumber);
        if (node.path("delisted").asBoolean()) {
            return new KeyedItem(itemId, null);
        }
        List<String> categories = new ArrayList<>();
        node.path("categories").forEach(category -> categories.add(category.asText()));
        Item item = Item.newBuilder()
                .setTitle(optional(node, "title"))
                .setCategories(categories)
                .setPrice(node.path("price").isNumber() ? node.path("price").asDouble() : null)
                .setCreatedAtMs(moment(node, "createdAtMs"))
                .setAvailableFromMs(moment(node, "availableFromMs"))
                .setAvailableUntilMs(moment(node, "availableUntilMs"))
                .build();
        return new KeyedItem(itemId, item);
    }

    private static JsonNode parse(String line, long lineNumber) {
        try {
            JsonNode node = Json.MAPPER.readTree(line);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw CommandFailure.badInput("line " + lineNumber + " is not JSON: " + e.getOriginalMessage(), e);
        }
        throw CommandFailure.badInput("line " + lineNumber + " is not a JSON object");
    }

    private static String required(JsonNode node, String field, long lineNumber) {
        String text = optional(node, field);
        if (text == null) {
            throw CommandFailure.badInput("line " + lineNumber + " has no " + field);
        }
        return text;
    }

    private static @Nullable String optional(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }

    private static @Nullable Long moment(JsonNode node, String field) {
        return node.path(field).isNumber() ? node.path(field).asLong() : null;
    }
}
