package dev.millrace.cli.input;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was found in one file.
 *
 * @param file the file
 * @param rows data rows, the header and blank lines not counted; {@code rows == accepted + all broken rows}
 * @param accepted rows that became records
 * @param broken rows that could not be read, by kind
 * @param ignoredColumns header names that mean nothing here
 * @param unsortedRows rows that are older than the row before them
 * @param repeatedRows rows whose every field equals an earlier row's
 */
public record FileReport(
        Path file,
        long rows,
        long accepted,
        Map<RowProblem, BrokenRows> broken,
        List<String> ignoredColumns,
        long unsortedRows,
        long repeatedRows) {

    /**
     * Broken rows of one kind.
     *
     * @param count how many
     * @param firstLines line numbers of the first few, the header being line 1
     */
    public record BrokenRows(long count, List<Long> firstLines) {}

    public long brokenRows() {
        return broken.values().stream().mapToLong(BrokenRows::count).sum();
    }

    /** What a user should know about the file, one line each; empty when all is well. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (!ignoredColumns.isEmpty()) {
            remarks.add("ignored unknown columns: " + String.join(", ", ignoredColumns));
        }
        broken.forEach((problem, found) -> remarks.add(String.format(
                Locale.ROOT,
                "left out %,d rows with %s (line %s%s)",
                found.count(),
                problem.description(),
                String.join(
                        ", ", found.firstLines().stream().map(String::valueOf).toList()),
                found.count() > found.firstLines().size() ? ", …" : "")));
        if (unsortedRows > 0) {
            remarks.add(String.format(Locale.ROOT, "sorted by time: %,d rows were out of order", unsortedRows));
        }
        if (repeatedRows > 0) {
            remarks.add(String.format(Locale.ROOT, "%,d rows repeat an earlier row in every field", repeatedRows));
        }
        return remarks;
    }
}
