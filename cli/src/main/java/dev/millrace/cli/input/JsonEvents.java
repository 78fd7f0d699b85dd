package dev.millrace.cli.input;

import dev.millrace.avro.Interaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** Events of a file with one JSON object per line. */
final class JsonEvents {

    private JsonEvents() {}

    static EventFile.Loaded read(TextFile text, ReadingSettings settings) throws IOException {
        EventIntake intake = new EventIntake(text.path(), settings);
        each(text, settings, (line, event) -> intake.see(event.getEventType(), value(event)), (line, refused) -> {});
        intake.decide();
        each(
                text,
                settings,
                (line, event) -> intake.take(
                        line,
                        event.getUserId(),
                        event.getItemId(),
                        event.getEventType(),
                        value(event),
                        event.getTimestampMs()),
                (line, refused) -> intake.tally().broken(refused.problem(), line, refused.getMessage()));
        return intake.finish("JSON lines", List.of(), List.of());
    }

    private interface OfLine<T> {
        void accept(long line, T found);
    }

    private static void each(
            TextFile text, ReadingSettings settings, OfLine<Interaction> events, OfLine<RowRefused> refusals)
            throws IOException {
        try (BufferedReader lines = text.open()) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank() || number < settings.fromLine()) {
                    continue;
                }
                try {
                    events.accept(number, JsonRow.interaction(line, null));
                } catch (RowRefused refused) {
                    refusals.accept(number, refused);
                }
            }
        }
    }

    private static double value(Interaction event) {
        return event.getValue() == null ? Double.NaN : event.getValue();
    }
}
