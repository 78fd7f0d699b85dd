package dev.millrace.cli.input;

import dev.millrace.avro.Interaction;
import dev.millrace.topologies.ingest.InputRules;
import java.time.Clock;

/** Reads single JSON lines that are sent as they come: strictly, and only what ingest-app accepts. */
public final class LineRules {

    private final TypeNames types;
    private final InputRules rules;
    private final Clock clock;

    public LineRules(ReadingSettings settings) {
        types = new TypeNames(settings.types());
        rules = settings.rules(types.accepted());
        clock = settings.clock();
    }

    /** The event of a line; one without a time happens now. */
    public Interaction event(String line) throws RowRefused {
        long nowMs = clock.millis();
        Interaction event = JsonRow.interaction(line, nowMs);
        String type = types.resolve(event.getEventType());
        if (type != null) {
            event.setEventType(type);
        }
        InputRules.Objection objection = rules.objection(event, nowMs);
        if (objection != null) {
            throw new RowRefused(RowProblem.ofReason(objection.reason()), objection.detail());
        }
        return event;
    }

    /** The item of a line. */
    public JsonRow.KeyedItem item(String line) throws RowRefused {
        JsonRow.KeyedItem item = JsonRow.item(line);
        InputRules.Objection objection = InputRules.objection(item.itemId(), item.value());
        if (objection != null) {
            throw new RowRefused(RowProblem.ofReason(objection.reason()), objection.detail());
        }
        return item;
    }
}
