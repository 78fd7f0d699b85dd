package dev.millrace.cli.input;

import dev.millrace.cli.console.CommandFailure;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file with separators, opened: its header understood, its rows to come. */
final class SeparatedFile implements Closeable {

    /** What occurs in practice; the one that gives the first line most fields is taken. */
    private static final List<String> SEPARATORS = List.of(",", ";", "\t", "|");

    private static final Pattern SPREADSHEET = Pattern.compile("(?i)\"?sep=(.)\"?");

    private final Rows rows;
    private final Header header;
    private final String separator;
    private final List<String> firstRow = new ArrayList<>();

    private SeparatedFile(Rows rows, Header header, String separator) {
        this.rows = rows;
        this.header = header;
        this.separator = separator;
    }

    static SeparatedFile open(TextFile text, List<Column> wanted, ReadingSettings settings) throws IOException {
        Rows rows = new Rows(text.open());
        try {
            String first = rows.nextLine();
            String separator = settings.separator();
            Matcher said = SPREADSHEET.matcher(first == null ? "" : first.strip());
            if (said.matches()) {
                separator = separator == null ? said.group(1) : separator;
                first = rows.nextLine();
            }
            if (first == null) {
                throw CommandFailure.badInput(text.path() + " is empty");
            }
            separator = separator == null ? separatorOf(first) : separator;
            List<String> fields = new ArrayList<>();
            if (Fields.split(first, separator, fields) != Fields.Outcome.WHOLE) {
                throw CommandFailure.badInput(
                        text.path() + ": the first line, '" + RowTally.shortened(first) + "', has an open quote");
            }
            Header header = new Header(text.path(), separator, fields, wanted, settings.columns());
            SeparatedFile file = new SeparatedFile(rows, header, separator);
            file.start(header.headless() ? first : null);
            return file;
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    private void start(@Nullable String firstIsRow) throws IOException {
        rows.expect(separator, header.size());
        if (firstIsRow != null) {
            rows.putBack(firstIsRow);
        }
        String line = rows.nextLine();
        if (line != null) {
            Fields.split(line, separator, firstRow);
            rows.putBack(line);
        }
    }

    Header header() {
        return header;
    }

    Rows rows() {
        return rows;
    }

    /** A field of the first row; empty when there is none. */
    String first(int position) {
        return position >= 0 && position < firstRow.size()
                ? firstRow.get(position).strip()
                : "";
    }

    String layout(Header understood) {
        String name =
                switch (separator) {
                    case "," -> "commas";
                    case ";" -> "semicolons";
                    case "\t" -> "tabs";
                    default -> "'" + separator + "'";
                };
        return "rows separated by " + name + (header.headless() ? ", no header" : "") + ": " + understood.description();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    private static String separatorOf(String line) {
        if (line.contains("::")) {
            return "::";
        }
        String best = ",";
        for (String candidate : SEPARATORS) {
            if (count(line, candidate) > count(line, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static long count(String line, String separator) {
        return line.chars().filter(c -> c == separator.charAt(0)).count();
    }
}
