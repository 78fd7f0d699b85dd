package dev.millrace.cli.input;

import dev.millrace.model.replay.InteractionLog;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Event files of a test, read at a fixed moment. */
record FileOfEvents(Path dir) {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

    static ReadingSettings settings() {
        return told(Map.of(), Map.of(), null, null, null, null);
    }

    static ReadingSettings told(
            Map<String, String> columns,
            Map<String, String> types,
            @Nullable TimeUnit unit,
            @Nullable String zone,
            @Nullable String format,
            @Nullable String scale) {
        return new ReadingSettings(
                null,
                columns,
                types,
                unit,
                zone == null ? null : ZoneId.of(zone),
                format == null ? null : DateTimeFormatter.ofPattern(format),
                null,
                null,
                scale == null ? null : RatingScale.parse(scale),
                1,
                null,
                CLOCK);
    }

    EventFile.Loaded read(String content) throws IOException {
        return read(content, settings());
    }

    EventFile.Loaded read(String content, ReadingSettings settings) throws IOException {
        return read(content, StandardCharsets.UTF_8, settings);
    }

    EventFile.Loaded read(String content, Charset charset, ReadingSettings settings) throws IOException {
        return EventFile.read(Files.write(dir.resolve("events.csv"), content.getBytes(charset)), settings);
    }

    /** Times of the events as ISO texts, in the order of time. */
    List<String> times(String content, ReadingSettings settings) throws IOException {
        InteractionLog log = read(content, settings).log();
        return IntStream.range(0, log.size())
                .mapToObj(i -> Instant.ofEpochMilli(log.timestampMs(i)).toString())
                .toList();
    }

    List<String> types(String content) throws IOException {
        return read(content).report().findings().types().stream()
                .map(type -> type.name() + " " + type.type())
                .sorted()
                .toList();
    }

    /** Where rows with a problem begin. */
    static List<Long> lines(FileReport report, RowProblem problem) {
        return Objects.requireNonNull(report.broken().get(problem)).firstLines();
    }

    static List<Float> values(InteractionLog log) {
        return IntStream.range(0, log.size()).mapToObj(log::value).toList();
    }
}
