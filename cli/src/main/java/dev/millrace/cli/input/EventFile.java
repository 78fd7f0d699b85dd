package dev.millrace.cli.input;

import dev.millrace.cli.console.CommandFailure;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Reads events from CSV and the like or from JSON lines, plain or gzipped. Columns in any order, rows in any order.
 *
 * <p>A file is read twice. The first time each column is looked at as a whole, because a single number, date or rating
 * can often mean several things; the second time its rows become events.
 */
public final class EventFile {

    private EventFile() {}

    /**
     * The events of one file.
     *
     * @param log the events in order of time; a value of NaN where a row had none
     * @param report what was found
     */
    public record Loaded(InteractionLog log, FileReport report) {

        /** @throws CommandFailure when no event has any weight, so that nothing could be learned or shown */
        public Loaded requireWeight() {
            EventWeights weights = EventWeights.defaults();
            for (int i = 0; i < log.size(); i++) {
                float value = Float.isNaN(log.value(i)) ? 1 : log.value(i);
                if (weights.of(log.typeName(log.type(i)), value) > 0) {
                    return this;
                }
            }
            throw CommandFailure.badInput(report.file() + ": none of its events weighs anything, so there is nothing to"
                    + " recommend from; its types are "
                    + report.findings().types().stream()
                            .map(type -> type.name() + " (" + type.count() + ", weight "
                                    + (type.weight() == null ? "none" : type.weight()) + ")")
                            .collect(Collectors.joining(", "))
                    + "; a purchase of 0 or a return counts for nothing, and --types says what other types are");
        }
    }

    /** Reads the whole file, found out by itself. */
    public static Loaded read(Path file) {
        return read(file, ReadingSettings.defaults());
    }

    /**
     * Reads the whole file.
     *
     * @throws CommandFailure when the file holds no events: missing, empty, binary, no header, no usable row
     */
    public static Loaded read(Path file, ReadingSettings settings) {
        TextFile text = new TextFile(file, settings.encoding());
        try {
            return isJson(text) ? JsonEvents.read(text, settings) : SeparatedEvents.read(text, settings);
        } catch (IOException e) {
            throw TextFile.unreadable(file.toString(), e);
        }
    }

    static boolean isJson(TextFile text) throws IOException {
        try (BufferedReader lines = text.open()) {
            String line = lines.readLine();
            while (line != null && line.isBlank()) {
                line = lines.readLine();
            }
            return line != null && JsonRow.begins(line);
        }
    }
}
