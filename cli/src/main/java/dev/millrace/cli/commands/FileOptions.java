package dev.millrace.cli.commands;

import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.input.RatingScale;
import dev.millrace.cli.input.ReadingSettings;
import dev.millrace.cli.input.TimeUnit;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a user can say about a file; the same for every command that reads one. Usually nothing needs to be said. */
final class FileOptions {

    @Option(
            names = "--event-type",
            paramLabel = "TYPE",
            description = "Type of events in files without such a column (rating, purchase or click, by the value's"
                    + " column).")
    private @Nullable String eventType;

    @Option(
            names = "--columns",
            paramLabel = "WHAT=COLUMN",
            split = ",",
            description = "Which column is what, by name or number: user, item, type, value, time; title, categories,"
                    + " price, created, hidden, from, until.")
    private Map<String, String> columns = new LinkedHashMap<>();

    @Option(
            names = "--types",
            paramLabel = "NAME=TYPE",
            split = ",",
            description = "What the file's event types are, such as pv=view,buy=purchase (usual names are guessed).")
    private Map<String, String> types = new LinkedHashMap<>();

    @Option(
            names = "--time-unit",
            paramLabel = "UNIT",
            description =
                    "What numbers that are times count: s, ms, us, ns, yyyymmdd, yyyymmddhhmmss, excel (found out).")
    private @Nullable TimeUnit timeUnit;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "Zone of times without an offset, such as Europe/Berlin (UTC).")
    private @Nullable String timeZone;

    @Option(
            names = "--time-format",
            paramLabel = "PATTERN",
            description = "How times are written, such as 'd/M/yyyy[ H:mm[:ss]]' (found out).")
    private @Nullable String timeFormat;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description = "Encoding of the file, such as windows-1252 (UTF-8, or UTF-16 with a byte-order mark).")
    private @Nullable String encoding;

    @Option(
            names = "--separator",
            paramLabel = "TEXT",
            description = "What separates fields; tab for a tab (found out).")
    private @Nullable String separator;

    @Option(
            names = "--rating-scale",
            paramLabel = "SCALE",
            description = "From where to where ratings go: 1..10, -1..1, stars, binary, thumbs, percent (found out).")
    private @Nullable String ratingScale;

    /** The settings, every one of them checked. */
    ReadingSettings settings() {
        return new ReadingSettings(
                eventType,
                columns,
                types,
                timeUnit,
                zone(),
                format(),
                charset(),
                separator(),
                scale(),
                1,
                null,
                Clock.systemUTC());
    }

    private @Nullable ZoneId zone() {
        try {
            return timeZone == null ? null : ZoneId.of(timeZone);
        } catch (DateTimeException e) {
            throw CommandFailure.badInput(
                    "--time-zone must be a zone such as Europe/Berlin or +01:00, was '" + timeZone + "'", e);
        }
    }

    private @Nullable DateTimeFormatter format() {
        try {
            return timeFormat == null ? null : DateTimeFormatter.ofPattern(timeFormat, Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput(
                    "--time-format must be a pattern such as 'd/M/yyyy H:mm:ss', was '" + timeFormat + "'", e);
        }
    }

    private @Nullable Charset charset() {
        try {
            return encoding == null ? null : Charset.forName(encoding);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw CommandFailure.badInput(
                    "--encoding must be one such as UTF-8, UTF-16LE, windows-1252 or ISO-8859-1, was '" + encoding
                            + "'",
                    e);
        }
    }

    private @Nullable String separator() {
        if (separator == null) {
            return null;
        }
        if (separator.isEmpty() || separator.contains("\"") || separator.contains("\n")) {
            throw CommandFailure.badInput("--separator must be a text such as ';' or 'tab', and no quote");
        }
        return separator.equalsIgnoreCase("tab") || separator.equals("\\t") ? "\t" : separator;
    }

    private @Nullable RatingScale scale() {
        try {
            return ratingScale == null ? null : RatingScale.parse(ratingScale);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput("--rating-scale: " + e.getMessage(), e);
        }
    }
}
