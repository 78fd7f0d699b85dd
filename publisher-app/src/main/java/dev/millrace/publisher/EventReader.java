package dev.millrace.publisher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.topologies.ingest.EventRules;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads interactions and impressions from JSON: one object, or an array of them. All or none. */
final class EventReader {

    private final EventRules rules;
    private final int maxEvents;
    private final Clock clock;

    EventReader(EventRules rules, int maxEvents, Clock clock) {
        this.rules = rules;
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
        JsonNode tree = JsonBody.read(body);
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

    private Interaction interaction(EventField event) {
        event.allow("eventId", "userId", "itemId", "eventType", "value", "timestampMs", "sessionId");
        var interaction = new Interaction(
                event.at("eventId").optionalId(),
                event.at("userId").text(),
                event.at("itemId").text(),
                event.at("eventType").text(),
                event.at("value").optionalNumber(),
                timestamp(event),
                event.at("sessionId").optionalId(),
                false);
        refuse(event, rules.objection(interaction, clock.millis()));
        return interaction;
    }

    private Impression impression(EventField event) {
        event.allow("eventId", "userId", "itemIds", "timestampMs", "surface", "modelVersion");
        var impression = new Impression(
                event.at("eventId").optionalId(),
                event.at("userId").text(),
                event.at("itemIds").texts(EventRules.MOST_ITEMS),
                timestamp(event),
                event.at("surface").optionalId(),
                event.at("modelVersion").optionalId());
        refuse(event, rules.objection(impression, clock.millis()));
        return impression;
    }

    /** @param objection begins with the field's path within the event */
    private static void refuse(EventField event, @Nullable String objection) {
        if (objection != null) {
            String[] fieldAndRest = objection.split(" ", 2);
            throw event.at(fieldAndRest[0]).wrong(fieldAndRest[1]);
        }
    }

    private long timestamp(EventField event) {
        EventField field = event.at("timestampMs");
        return field.isMissing() ? clock.millis() : field.wholeNumber();
    }
}
