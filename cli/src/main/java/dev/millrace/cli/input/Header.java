package dev.millrace.cli.input;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.millrace.cli.console.CommandFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The first line of a CSV file: where each wanted column stands, however it is spelt.
 *
 * <p>Names are compared in lower case without anything but letters and digits, so {@code user_id}, {@code userId} and
 * {@code User ID} are one.
 */
final class Header {

    /** Field separators that occur in practice; the one that gives the header most fields is taken. */
    private static final char[] SEPARATORS = {',', ';', '\t', '|'};

    private final Path file;
    private final String line;
    private final char separator;
    private final List<String> names;
    private final Set<Integer> used = new HashSet<>();

    private Header(Path file, String line, char separator, List<String> names) {
        this.file = file;
        this.line = line;
        this.separator = separator;
        this.names = names;
    }

    static Header parse(Path file, String line) {
        char best = ',';
        for (char candidate : SEPARATORS) {
            if (count(line, candidate) > count(line, best)) {
                best = candidate;
            }
        }
        List<String> names = new ArrayList<>();
        for (String name : fields(line, best)) {
            names.add(name.strip());
        }
        return new Header(file, line, best, names);
    }

    char separator() {
        return separator;
    }

    int size() {
        return names.size();
    }

    String name(int position) {
        return names.get(position);
    }

    /** Position of the first column that carries one of the names, in the order of the names; -1 when none does. */
    int find(String... aliases) {
        for (String alias : aliases) {
            for (int position = 0; position < names.size(); position++) {
                if (normal(names.get(position)).equals(normal(alias)) && !used.contains(position)) {
                    used.add(position);
                    return position;
                }
            }
        }
        return -1;
    }

    /** As {@link #find}, but the file is refused when the column is missing. */
    int require(String expected, String... aliases) {
        int position = find(aliases);
        if (position < 0) {
            throw CommandFailure.badInput(String.format(
                    Locale.ROOT,
                    "%s has no column %s; expected a header such as %s, but the first line is '%s'",
                    file,
                    aliases[0],
                    expected,
                    shortened(line)));
        }
        return position;
    }

    /** Columns that were not asked for. */
    List<String> unused() {
        List<String> unused = new ArrayList<>();
        for (int position = 0; position < names.size(); position++) {
            if (!used.contains(position)) {
                unused.add(names.get(position).isEmpty() ? "(column " + (position + 1) + ")" : names.get(position));
            }
        }
        return unused;
    }

    /** Splits one line that may hold quotes. */
    static List<String> fields(String line, char separator) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofSingleCsvRecord(line)
                .getFields();
    }

    private static long count(String line, char separator) {
        return line.chars().filter(c -> c == separator).count();
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static String shortened(String text) {
        String visible = text.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 80 ? visible : visible.substring(0, 80) + "…";
    }
}
