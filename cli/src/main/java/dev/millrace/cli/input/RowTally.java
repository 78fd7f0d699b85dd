package dev.millrace.cli.input;

import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.input.FileReport.BrokenRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts the rows of one file while it is read. */
final class RowTally {

    private static final int EXAMPLES = 3;

    private final Map<RowProblem, Long> counts = new EnumMap<>(RowProblem.class);
    private final Map<RowProblem, List<Long>> firstLines = new EnumMap<>(RowProblem.class);
    private long rows;
    private long accepted;

    void accepted() {
        rows++;
        accepted++;
    }

    void broken(RowProblem problem, long line) {
        rows++;
        counts.merge(problem, 1L, Long::sum);
        List<Long> examples = firstLines.computeIfAbsent(problem, p -> new ArrayList<>());
        if (examples.size() < EXAMPLES) {
            examples.add(line);
        }
    }

    /** The report, once the file is read; a file without a single usable row is refused. */
    FileReport report(Path file, List<String> ignoredColumns, long unsortedRows, long repeatedRows) {
        Map<RowProblem, BrokenRows> broken = new EnumMap<>(RowProblem.class);
        counts.forEach((problem, count) ->
                broken.put(problem, new BrokenRows(count, firstLines.getOrDefault(problem, List.of()))));
        FileReport report = new FileReport(file, rows, accepted, broken, ignoredColumns, unsortedRows, repeatedRows);
        if (rows == 0) {
            throw CommandFailure.badInput(file + " has a header but no rows");
        }
        if (accepted == 0) {
            throw CommandFailure.badInput("none of the " + rows + " rows of " + file + " could be read: "
                    + String.join("; ", report.remarks()));
        }
        return report;
    }
}
