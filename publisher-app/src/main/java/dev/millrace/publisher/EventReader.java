package dev.millrace.publisher;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads interactions and impressions from JSON: one object, or an array of them. All or none. */
final class EventReader {

    private static final int MOST_SHOWN = 1_000;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final EventLimits limits;
    private final int maxEvents;
    private final Clock clock;

    EventReader(EventLimits limits, int maxEvents, Clock clock) {
        this.limits = limits;
        this.maxEvents = maxEvents;
        this.clock = clock;
    }

    List<Interaction> interactions(byte[] body) {
        return read(body, this::interaction);
    }

    List<Impression> impressions(byte[] body) {
        return read(body, this::impression);
    }

    private <T> List<T> read(byte[] body, Function<EventField, T> one) {
        JsonNode tree = tree(body);
        if (tree.isObject()) {
            return List.of(one.apply(new EventField("", tree)));
        }
        if (!tree.isArray() || tree.isEmpty()) {
            throw Problem.badRequest("The body must be a JSON object, or an array of at least one");
        }
        if (tree.size() > maxEvents) {
            throw Problem.badRequest("The body must have at most " + maxEvents + " elements, was " + tree.size());
        }
        List<T> all = new ArrayList<>(tree.size());
        for (int i = 0; i < tree.size(); i++) {
            all.add(one.apply(new EventField("[" + i + "]", tree.get(i))));
        }
        return all;
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw Problem.badRequest("The body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw Problem.badRequest("The body is not JSON: " + e.getMessage());
        }
    }

    private Interaction interaction(EventField event) {
        event.allow("eventId", "userId", "itemId", "eventType", "value", "timestampMs", "sessionId");
        return new Interaction(
                event.at("eventId").optionalId(),
                event.at("userId").id(),
                event.at("itemId").id(),
                event.at("eventType").oneOf(limits.eventTypes()),
                event.at("value").optionalNumber(),
                timestamp(event),
                event.at("sessionId").optionalId(),
                false);
    }

    private Impression impression(EventField event) {
        event.allow("eventId", "userId", "itemIds", "timestampMs", "surface", "modelVersion");
        return new Impression(
                event.at("eventId").optionalId(),
                event.at("userId").id(),
                event.at("itemIds").ids(MOST_SHOWN),
                timestamp(event),
                event.at("surface").optionalId(),
                event.at("modelVersion").optionalId());
    }

    private long timestamp(EventField event) {
        long nowMs = clock.millis();
        EventField field = event.at("timestampMs");
        return field.isMissing() ? nowMs : limits.timestamp(field, nowMs);
    }
}
