package dev.millrace.cli.input;

import dev.millrace.cli.console.CommandFailure;
import dev.millrace.model.replay.InteractionLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads events from CSV: {@code ts_ms,user_id,item_id,event_type,value}, MovieLens'
 * {@code userId,movieId,rating,timestamp} and what else has a time, a user and an item. Columns in any order, rows in
 * any order, plain or gzipped.
 *
 * <p>Rows are read line by line, so that a stray quote costs one row and not the rest of the file.
 */
public final class EventFile {

    private EventFile() {}

    /**
     * The events of one file.
     *
     * @param log the events in order of time; a value of NaN where a row had none
     * @param report what was found
     */
    public record Loaded(InteractionLog log, FileReport report) {}

    /**
     * Reads the whole file.
     *
     * @param file CSV, plain or gzipped
     * @param defaultType event type of files without such a column; ratings are told by their column's name
     * @throws CommandFailure when the file holds no events: missing, empty, binary, no header, no usable row
     */
    public static Loaded read(Path file, String defaultType) {
        try (BufferedReader text = TextFile.open(file)) {
            String first = text.readLine();
            if (first == null) {
                throw CommandFailure.badInput(file + " is empty");
            }
            EventColumns columns = EventColumns.of(Header.parse(file, first), defaultType);
            return readRows(file, text, columns);
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
    }

    private static Loaded readRows(Path file, BufferedReader text, EventColumns columns) throws IOException {
        RowTally tally = new RowTally();
        InteractionLog.Builder log = InteractionLog.builder();
        EventRow row = new EventRow(columns);
        long lineNumber = 1;
        long newest = Long.MIN_VALUE;
        long unsorted = 0;
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            lineNumber++;
            if (line.isBlank()) {
                continue;
            }
            RowProblem problem = row.parse(line);
            if (problem != null) {
                tally.broken(problem, lineNumber);
                continue;
            }
            tally.accepted();
            unsorted += row.timestampMs < newest ? 1 : 0;
            newest = Math.max(newest, row.timestampMs);
            log.add(row.userId, row.itemId, row.eventType, row.value, row.timestampMs);
        }
        InteractionLog sorted = log.build();
        long repeated = Occurrences.repeated(sorted);
        return new Loaded(sorted, tally.report(file, columns.ignored(), unsorted, repeated));
    }
}
