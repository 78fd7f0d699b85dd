package dev.millrace.topologies.ingest;

import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ingest's own rules, for whoever takes events in before it: what passes here, ingest takes.
 *
 * @param eventTypes known types of interactions
 * @param maxAhead how far an event's time may be ahead of the wall clock
 * @param maxAge how old an event may be; null: any age
 */
public record EventRules(
        Set<String> eventTypes, Duration maxAhead, @Nullable Duration maxAge) {

    /** Most items of one impression. */
    public static final int MOST_ITEMS = ImpressionRules.MOST_ITEMS;

    /** Most bytes of an id in UTF-8. */
    public static final int LONGEST_ID = Ids.LONGEST;

    public EventRules {
        eventTypes = Set.copyOf(eventTypes);
    }

    /** @return null when ingest takes it; otherwise a sentence that begins with the field's path */
    public @Nullable String objection(Interaction event, long nowMs) {
        return detail(new InteractionRules(eventTypes, times()).screen(event, nowMs));
    }

    /** @return null when ingest takes it; otherwise a sentence that begins with the field's path */
    public @Nullable String objection(Impression event, long nowMs) {
        return detail(new ImpressionRules(times()).screen(event, nowMs));
    }

    private EventTimes times() {
        return new EventTimes(maxAhead, maxAge);
    }

    private static @Nullable String detail(Screening screening) {
        return screening instanceof Screening.Refused refused ? refused.detail() : null;
    }
}
