package dev.millrace.training.pipeline;

import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.preferences.ConsumedItems;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.UserTimelines;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * One event to predict, with what was known of its user just before. All events of one moment are predicted from the
 * state before that moment.
 *
 * @param wanted item of the event
 */
record Case(History history, ConsumedItems consumed, String wanted) {

    /** The cases of the given events, in their order. */
    static List<Case> of(InteractionLog log, UserTimelines timelines, EventWeights weights, int[] events) {
        List<Case> cases = new ArrayList<>(events.length);
        for (int event : events) {
            int user = log.user(event);
            int before = timelines.countBefore(user, log.firstAt(log.timestampMs(event)));
            List<Event> recent = new ArrayList<>(History.CAPACITY);
            ConsumedItems consumed = ConsumedItems.NONE;
            for (int position = 0; position < before; position++) {
                Event past = event(log, timelines.event(user, position));
                consumed = weights.consumes(past) ? consumed.add(past.itemId()) : consumed;
                if (position >= before - History.CAPACITY) {
                    recent.add(past);
                }
            }
            cases.add(new Case(History.of(recent), consumed, log.itemId(log.item(event))));
        }
        return cases;
    }

    static Event event(InteractionLog log, int i) {
        return new Event(log.itemId(log.item(i)), log.typeName(log.type(i)), log.value(i), log.timestampMs(i));
    }

    IntPredicate excluded(ItemIndex index) {
        return row -> consumed.containsHash(index.hash(row));
    }
}
