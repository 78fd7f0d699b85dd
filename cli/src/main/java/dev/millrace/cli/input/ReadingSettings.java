package dev.millrace.cli.input;

import dev.millrace.topologies.ingest.IngestSettings;
import dev.millrace.topologies.ingest.InputRules;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user says about a file; whatever is left open is found out from the file itself.
 *
 * @param eventType of events without a type; null: told by the value's column, else click
 * @param columns from what a column means (user, item, type, value, time …) to its name or its number, 1 being the
 *     first
 * @param types from the names of types in the file to what they are read as
 * @param timeUnit of times that are numbers
 * @param zone of times without an offset; null: UTC, which is said
 * @param timeFormat of times
 * @param encoding null: UTF-8, or UTF-16 with a byte-order mark
 * @param separator of fields
 * @param ratingScale of ratings
 * @param fromLine rows before this line are passed over
 * @param maxAge older events are refused, as ingest-app does; null: none are
 * @param clock tells what is in the future
 */
public record ReadingSettings(
        @Nullable String eventType,
        Map<String, String> columns,
        Map<String, String> types,
        @Nullable TimeUnit timeUnit,
        @Nullable ZoneId zone,
        @Nullable DateTimeFormatter timeFormat,
        @Nullable Charset encoding,
        @Nullable String separator,
        @Nullable RatingScale ratingScale,
        long fromLine,
        @Nullable Duration maxAge,
        Clock clock) {

    public ReadingSettings {
        columns = Map.copyOf(columns);
        types = Map.copyOf(types);
    }

    /** Everything is found out. */
    public static ReadingSettings defaults() {
        return new ReadingSettings(
                null, Map.of(), Map.of(), null, null, null, null, null, null, 1, null, Clock.systemUTC());
    }

    /** These settings, with refusals as the ingest of a cluster makes them, from a line on. */
    public ReadingSettings forSending(@Nullable Duration oldest, long firstLine) {
        return new ReadingSettings(
                eventType,
                columns,
                types,
                timeUnit,
                zone,
                timeFormat,
                encoding,
                separator,
                ratingScale,
                firstLine,
                oldest,
                clock);
    }

    /** The rules of an ingest-app that knows these types. */
    InputRules rules(Set<String> knownTypes) {
        IngestSettings usual = IngestSettings.defaults(1);
        return new InputRules(new IngestSettings(
                knownTypes,
                usual.maxAhead(),
                maxAge,
                usual.repeatWindow(),
                usual.botEventsPerMinute(),
                usual.inputHasAppendTime(),
                usual.partitions(),
                usual.pace()));
    }

    ZoneId zoneOrUtc() {
        return zone == null ? ZoneOffset.UTC : zone;
    }
}
