package dev.millrace.cli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line that holds one JSON object, with the field names of the Avro contracts. As strict as the HTTP API: a field
 * that is not known or of another kind would be lost in silence, so it is refused.
 */
public final class JsonRow {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final List<String> OF_EVENT =
            List.of("eventId", "userId", "itemId", "eventType", "value", "timestampMs", "sessionId");
    private static final List<String> OF_ITEM = List.of(
            "itemId",
            "title",
            "categories",
            "price",
            "createdAtMs",
            "availableFromMs",
            "availableUntilMs",
            "attributes",
            "delisted");

    private final JsonNode node;

    private JsonRow(JsonNode node) {
        this.node = node;
    }

    /**
     * An item with its id.
     *
     * @param value null delists the item
     */
    public record KeyedItem(String itemId, @Nullable Item value) {}

    /**
     * {@code {"userId":…,"itemId":…,"eventType":…}} with, optionally, value, timestampMs, eventId, sessionId.
     *
     * @param nowMs time of an event that has none; null: such an event is refused
     */
    public static Interaction interaction(String line, @Nullable Long nowMs) throws RowRefused {
        JsonRow row = parse(line, OF_EVENT);
        Long time = row.moment("timestampMs");
        Long happened = time == null ? nowMs : time;
        if (happened == null) {
            throw new RowRefused(RowProblem.MISSING_TIMESTAMP, "there is no timestampMs");
        }
        return Interaction.newBuilder()
                .setEventId(row.text("eventId"))
                .setUserId(row.required("userId", RowProblem.MISSING_USER))
                .setItemId(row.required("itemId", RowProblem.MISSING_ITEM))
                .setEventType(row.required("eventType", RowProblem.MISSING_TYPE))
                .setValue(row.number("value"))
                .setTimestampMs(happened)
                .setSessionId(row.text("sessionId"))
                .build();
    }

    /**
     * {@code {"itemId":…}} with, optionally, title, categories, price …; {@code "delisted":true} takes the item off.
     */
    public static KeyedItem item(String line) throws RowRefused {
        JsonRow row = parse(line, OF_ITEM);
        String itemId = row.required("itemId", RowProblem.MISSING_ITEM);
        Item item = Item.newBuilder()
                .setTitle(row.text("title"))
                .setCategories(row.texts("categories"))
                .setPrice(row.number("price"))
                .setCreatedAtMs(row.moment("createdAtMs"))
                .setAvailableFromMs(row.moment("availableFromMs"))
                .setAvailableUntilMs(row.moment("availableUntilMs"))
                .setAttributes(row.map("attributes"))
                .build();
        return new KeyedItem(itemId, row.flag("delisted") ? null : item);
    }

    /** Whether a line begins JSON. */
    static boolean begins(String line) {
        String bare = line.strip();
        return bare.startsWith("{") || bare.startsWith("[");
    }

    private static JsonRow parse(String line, List<String> known) throws RowRefused {
        String bare = line.strip();
        if (bare.startsWith("[") || bare.equals("{") || bare.equals("]") || bare.equals("}") || bare.endsWith(",")) {
            throw new RowRefused(
                    RowProblem.NOT_JSON,
                    "must be one whole JSON object on one line; `jq -c '.[]'` makes lines of an array, `jq -c .` of"
                            + " objects spread over lines");
        }
        JsonNode found;
        try {
            found = JSON.readTree(bare);
        } catch (JsonProcessingException e) {
            throw new RowRefused(RowProblem.NOT_JSON, "is not a JSON object: '" + RowTally.shortened(bare) + "'");
        }
        if (found == null || !found.isObject()) {
            throw new RowRefused(RowProblem.NOT_JSON, "is not a JSON object: '" + RowTally.shortened(bare) + "'");
        }
        for (Map.Entry<String, JsonNode> field : found.properties()) {
            if (!known.contains(field.getKey())) {
                throw new RowRefused(
                        RowProblem.WRONG_JSON,
                        "field '" + RowTally.shortened(field.getKey()) + "' is not known; known are "
                                + String.join(", ", known));
            }
        }
        return new JsonRow(found);
    }

    private @Nullable JsonNode given(String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private String required(String field, RowProblem ifMissing) throws RowRefused {
        String text = text(field);
        if (text == null) {
            throw new RowRefused(ifMissing, "there is no " + field);
        }
        return text;
    }

    private @Nullable String text(String field) throws RowRefused {
        JsonNode value = given(field);
        if (value != null && !value.isTextual()) {
            throw wrong(field, "a string", value);
        }
        return value == null ? null : value.textValue();
    }

    private @Nullable Double number(String field) throws RowRefused {
        JsonNode value = given(field);
        if (value != null && !(value.isNumber() && Double.isFinite(value.doubleValue()))) {
            throw wrong(field, "a finite number", value);
        }
        return value == null ? null : Double.valueOf(value.doubleValue());
    }

    private @Nullable Long moment(String field) throws RowRefused {
        JsonNode value = given(field);
        if (value != null && !(value.isIntegralNumber() && value.canConvertToLong())) {
            throw wrong(field, "a whole number of milliseconds since 1970", value);
        }
        return value == null ? null : Long.valueOf(value.longValue());
    }

    private boolean flag(String field) throws RowRefused {
        JsonNode value = given(field);
        if (value != null && !value.isBoolean()) {
            throw wrong(field, "true or false", value);
        }
        return value != null && value.booleanValue();
    }

    private List<String> texts(String field) throws RowRefused {
        List<String> texts = new ArrayList<>();
        JsonNode value = given(field);
        if (value != null && !value.isArray()) {
            throw wrong(field, "an array of strings", value);
        }
        if (value != null) {
            for (JsonNode one : value) {
                if (!one.isTextual()) {
                    throw wrong(field, "an array of strings", value);
                }
                texts.add(one.textValue());
            }
        }
        return texts;
    }

    private Map<String, String> map(String field) throws RowRefused {
        Map<String, String> texts = new HashMap<>();
        JsonNode value = given(field);
        if (value != null && !value.isObject()) {
            throw wrong(field, "an object of strings", value);
        }
        if (value != null) {
            for (Map.Entry<String, JsonNode> one : value.properties()) {
                if (!one.getValue().isTextual()) {
                    throw wrong(field, "an object of strings", value);
                }
                texts.put(one.getKey(), one.getValue().textValue());
            }
        }
        return texts;
    }

    private static RowRefused wrong(String field, String right, JsonNode value) {
        return new RowRefused(
                RowProblem.WRONG_JSON, field + " must be " + right + ", was " + RowTally.shortened(value.toString()));
    }
}
