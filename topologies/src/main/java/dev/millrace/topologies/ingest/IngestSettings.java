package dev.millrace.topologies.ingest;

import dev.millrace.topologies.pacing.CommitPace;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment may tune in the ingest topology.
 *
 * @param eventTypes known types of interactions; others are refused
 * @param maxAhead how far an event's time may be ahead of the wall clock
 * @param maxAge how old an event may be; null: any age, for replayed data
 * @param repeatWindow how long an event id is remembered
 * @param botEventsPerMinute a user with more events within one minute of event time is flagged; 0: nobody is
 * @param inputHasAppendTime whether the input topics stamp records with append time, as topics made by {@code millrace
 *     topics apply} do; otherwise the moment of reading starts the latency clock
 * @param partitions partition count of the user-keyed topics
 * @param pace of the valid events
 */
public record IngestSettings(
        Set<String> eventTypes,
        Duration maxAhead,
        @Nullable Duration maxAge,
        Duration repeatWindow,
        int botEventsPerMinute,
        boolean inputHasAppendTime,
        int partitions,
        CommitPace pace) {

    public static final Set<String> DEFAULT_EVENT_TYPES =
            Set.of("view", "click", "cart", "wishlist", "purchase", "return", "rating", "play", "like", "dislike");

    public IngestSettings {
        eventTypes = Set.copyOf(eventTypes);
        require(!eventTypes.isEmpty(), "ingest.event-types must name at least one type");
        require(!maxAhead.isNegative(), "ingest.max-ahead must not be negative, was " + maxAhead);
        require(maxAge == null || isPositive(maxAge), "ingest.max-age must be positive, was " + maxAge);
        require(isPositive(repeatWindow), "ingest.repeat-window must be positive, was " + repeatWindow);
        require(
                botEventsPerMinute >= 0,
                "ingest.bot-events-per-minute must be 0 (off) or positive, was " + botEventsPerMinute);
        require(partitions > 0, "the user-keyed topics need at least one partition, was " + partitions);
    }

    /** The defaults of ingest-app.properties. */
    public static IngestSettings defaults(int partitions) {
        return new IngestSettings(
                DEFAULT_EVENT_TYPES,
                Duration.ofMinutes(5),
                Duration.ofDays(366),
                Duration.ofHours(24),
                600,
                true,
                partitions,
                CommitPace.DEFAULT);
    }

    EventTimes times() {
        return new EventTimes(maxAhead, maxAge);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
