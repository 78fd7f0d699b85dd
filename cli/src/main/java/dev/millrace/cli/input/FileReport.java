package dev.millrace.cli.input;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one file.
 *
 * @param file the file
 * @param rows data rows, the header and blank lines not counted; {@code rows == accepted + all broken rows}
 * @param accepted rows that became records
 * @param broken rows that could not be read, by kind
 * @param lost values left out of rows that were accepted, by what they are
 * @param ignoredColumns header names that mean nothing here
 * @param unsortedRows rows that are older than the row before them
 * @param repeatedRows rows whose every field equals an earlier row's
 * @param findings how the file was understood
 */
public record FileReport(
        Path file,
        long rows,
        long accepted,
        Map<RowProblem, BrokenRows> broken,
        Map<String, BrokenRows> lost,
        List<String> ignoredColumns,
        long unsortedRows,
        long repeatedRows,
        Findings findings) {

    /**
     * Broken rows of one kind, or lost values of one.
     *
     * @param count how many
     * @param examples the first few
     */
    public record BrokenRows(long count, List<Example> examples) {

        /** Line numbers of the first few, the first line of the file being 1. */
        public List<Long> firstLines() {
            return examples.stream().map(Example::line).toList();
        }
    }

    /**
     * A row as an example.
     *
     * @param line the first line of the file being 1
     * @param value what could not be read, shortened
     */
    public record Example(long line, String value) {}

    /**
     * How a file was understood.
     *
     * @param layout separator and columns, or JSON lines
     * @param remarks what was decided for whole columns and is not a matter of course
     * @param types of the events as the file names them
     * @param scale of the ratings; null: there are none
     * @param firstMs time of the oldest record, epoch milliseconds; null: unknown
     * @param lastMs time of the newest record
     * @param samples the first records as JSON
     */
    public record Findings(
            String layout,
            List<String> remarks,
            List<TypeNames.Reading> types,
            @Nullable String scale,
            @Nullable Long firstMs,
            @Nullable Long lastMs,
            List<String> samples) {

        /** From the oldest to the newest; empty when there are no times. */
        public String span() {
            return firstMs == null || lastMs == null
                    ? ""
                    : Instant.ofEpochMilli(firstMs) + " to " + Instant.ofEpochMilli(lastMs);
        }
    }

    public long brokenRows() {
        return broken.values().stream().mapToLong(BrokenRows::count).sum();
    }

    public long lostValues() {
        return lost.values().stream().mapToLong(BrokenRows::count).sum();
    }

    /** What a user should know about the file, one line each; empty when all is well. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>(findings.remarks());
        if (!ignoredColumns.isEmpty()) {
            remarks.add("ignored unknown columns: " + String.join(", ", ignoredColumns));
        }
        broken.forEach((problem, found) -> remarks.add(String.format(
                Locale.ROOT,
                "left out %,d %s with %s (%s)",
                found.count(),
                found.count() == 1 ? "row" : "rows",
                problem.description(),
                where(found))));
        lost.forEach((what, found) -> remarks.add(String.format(
                Locale.ROOT,
                "left out %,d × %s, the rest of the row is kept (%s)",
                found.count(),
                what,
                where(found))));
        if (unsortedRows > 0) {
            remarks.add(String.format(Locale.ROOT, "sorted by time: %,d rows were out of order", unsortedRows));
        }
        if (repeatedRows > 0) {
            remarks.add(String.format(Locale.ROOT, "%,d rows repeat an earlier row in every field", repeatedRows));
        }
        return remarks;
    }

    private static String where(BrokenRows found) {
        return found.examples().stream()
                        .map(example -> "line " + example.line()
                                + (example.value().isEmpty() ? "" : ": '" + example.value() + "'"))
                        .collect(Collectors.joining(", "))
                + (found.count() > found.examples().size() ? ", …" : "");
    }
}
