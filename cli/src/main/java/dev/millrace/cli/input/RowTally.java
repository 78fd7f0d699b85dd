package dev.millrace.cli.input;

import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.input.FileReport.BrokenRows;
import dev.millrace.cli.input.FileReport.Example;
import dev.millrace.cli.input.FileReport.Findings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts the rows of one file while it is read. */
final class RowTally {

    private static final int EXAMPLES = 3;
    private static final int LONGEST_EXAMPLE = 60;
    private static final int LONGEST_SENTENCE = 200;

    private final Map<RowProblem, Kind> broken = new EnumMap<>(RowProblem.class);
    private final Map<String, Kind> lost = new LinkedHashMap<>();
    private long rows;
    private long accepted;

    private static final class Kind {
        long count;
        final List<Example> examples = new ArrayList<>();

        void add(long line, String value) {
            count++;
            if (examples.size() < EXAMPLES) {
                examples.add(new Example(line, shortened(value, LONGEST_SENTENCE)));
            }
        }

        BrokenRows rows() {
            return new BrokenRows(count, List.copyOf(examples));
        }
    }

    void accepted() {
        rows++;
        accepted++;
    }

    /** @param value what is wrong, as it stands in the file; empty when nothing stands there */
    void broken(RowProblem problem, long line, String value) {
        rows++;
        broken.computeIfAbsent(problem, p -> new Kind()).add(line, value);
    }

    /** A value that is left out of a row that is not. */
    void lost(String what, long line, String value) {
        lost.computeIfAbsent(what, p -> new Kind()).add(line, value);
    }

    /** The report, once the file is read; a file without a single usable row is refused. */
    FileReport report(Path file, List<String> ignoredColumns, long unsortedRows, long repeatedRows, Findings findings) {
        Map<RowProblem, BrokenRows> problems = new EnumMap<>(RowProblem.class);
        broken.forEach((problem, kind) -> problems.put(problem, kind.rows()));
        Map<String, BrokenRows> losses = new LinkedHashMap<>();
        lost.forEach((what, kind) -> losses.put(what, kind.rows()));
        FileReport report = new FileReport(
                file, rows, accepted, problems, losses, ignoredColumns, unsortedRows, repeatedRows, findings);
        if (rows == 0) {
            throw CommandFailure.badInput(file + " has a header but no rows");
        }
        if (accepted == 0) {
            throw CommandFailure.badInput("none of the " + rows + " rows of " + file + " could be read: "
                    + String.join("; ", report.remarks()));
        }
        return report;
    }

    static String shortened(String text) {
        return shortened(text, LONGEST_EXAMPLE);
    }

    private static String shortened(String text, int longest) {
        String visible = text.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= longest ? visible : visible.substring(0, longest) + "…";
    }
}
