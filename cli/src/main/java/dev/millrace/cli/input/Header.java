package dev.millrace.cli.input;

import dev.millrace.cli.console.CommandFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where each column of a file stands, however it is spelt: told, or known by its name, or by the shape of a known file.
 */
final class Header {

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+([.,]\\d+)?");
    private static final Pattern EPOCH = Pattern.compile("\\d{9,19}");

    private final Path file;
    private final List<String> names;
    private final Map<Column, Integer> told = new EnumMap<>(Column.class);
    private final Map<Column, Integer> positions = new EnumMap<>(Column.class);
    private final Set<Integer> used = new HashSet<>();
    private final boolean headless;

    /**
     * Understands the first line.
     *
     * @param fields of the first line
     * @param wanted columns of such a file
     * @param columns what the user says about them
     */
    Header(Path file, String separator, List<String> fields, List<Column> wanted, Map<String, String> columns) {
        this.file = file;
        this.names = fields.stream().map(String::strip).toList();
        boolean numbers = names.stream().anyMatch(name -> NUMBER.matcher(name).matches());
        headless = numbers && wanted.stream().noneMatch(column -> position(column) >= 0);
        columns.forEach((option, name) -> tell(wanted, option, name));
        if (headless && told.isEmpty()) {
            told.putAll(knownShape(separator));
        }
        told.values().forEach(used::add);
    }

    /** Whether the first line is a row already. */
    boolean headless() {
        return headless;
    }

    int size() {
        return names.size();
    }

    /** Where the column stands; negative when it does not. */
    int find(Column column) {
        Integer known = positions.get(column);
        if (known != null) {
            return known;
        }
        Integer said = told.get(column);
        int found = said != null ? said : headless ? -1 : position(column);
        positions.put(column, found);
        if (found >= 0) {
            used.add(found);
        }
        return found;
    }

    /** A column by a name that means so only in this kind of file; the file is refused when it has none. */
    int findNamed(Column column, String name, List<Column> needed) {
        int position =
                headless ? -1 : names.stream().map(Column::normal).toList().indexOf(name);
        if (position < 0) {
            return require(column, needed);
        }
        positions.put(column, position);
        used.add(position);
        return position;
    }

    /** As {@link #find}, but the file is refused when the column is missing. */
    int require(Column column, List<Column> needed) {
        int found = find(column);
        if (found >= 0) {
            return found;
        }
        String line = RowTally.shortened(String.join(" ", names));
        if (headless) {
            throw CommandFailure.badInput(String.format(
                    Locale.ROOT,
                    "%s has no header, its first line is '%s'; say which column is which, perhaps --columns %s",
                    file,
                    line,
                    guess(needed)));
        }
        throw CommandFailure.badInput(String.format(
                Locale.ROOT,
                "%s has no column that is known as the %s (%s …), the first line is '%s'; --columns %s says which is"
                        + " which, by name or by number",
                file,
                column.option(),
                column.names().get(0),
                line,
                needed.stream().map(one -> one.option() + "=…").collect(Collectors.joining(","))));
    }

    /** Name of the column at a position, for messages. */
    String name(int position) {
        return headless || names.get(position).isEmpty() ? String.valueOf(position + 1) : names.get(position);
    }

    /** Another column that goes by one of the names of this one; negative when there is none. */
    List<Integer> others(Column column) {
        List<Integer> others = new ArrayList<>();
        for (int position = 0; position < names.size() && !headless; position++) {
            String name = Column.normal(names.get(position));
            if (!used.contains(position)
                    && column.names().stream()
                            .anyMatch(known -> Column.normal(known).equals(name))) {
                others.add(position);
            }
        }
        return others;
    }

    void use(int position) {
        used.add(position);
    }

    /** Columns that were not asked for. */
    List<String> unused() {
        List<String> unused = new ArrayList<>();
        for (int position = 0; position < names.size(); position++) {
            if (!used.contains(position)) {
                unused.add(
                        headless || names.get(position).isEmpty()
                                ? "(column " + (position + 1) + ")"
                                : names.get(position));
            }
        }
        return unused;
    }

    /** What was found, for people: {@code user=user_id, item=movieId}. */
    String description() {
        return positions.entrySet().stream()
                .filter(found -> found.getValue() >= 0)
                .map(found -> found.getKey().option() + "=" + name(found.getValue()))
                .collect(Collectors.joining(", "));
    }

    private int position(Column column) {
        for (String known : column.names()) {
            for (int position = 0; position < names.size(); position++) {
                if (Column.normal(names.get(position)).equals(Column.normal(known)) && !used.contains(position)) {
                    return position;
                }
            }
        }
        return -1;
    }

    private void tell(List<Column> wanted, String option, String name) {
        Column column = wanted.stream()
                .filter(one -> one.option().equals(option.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(null);
        if (column == null) {
            if (Column.isKnown(option)) {
                return; // of the other file of the same command
            }
            throw CommandFailure.badInput("--columns: there is no " + option + "; there are " + Column.options());
        }
        for (int position = 0; position < names.size(); position++) {
            if (!headless && Column.normal(names.get(position)).equals(Column.normal(name))) {
                told.put(column, position);
                return;
            }
        }
        if (!name.matches("\\d{1,4}") || Integer.parseInt(name) < 1 || Integer.parseInt(name) > names.size()) {
            if (column == Column.ITEM && wanted.contains(Column.TITLE)) {
                return; // the name that the item has in the events
            }
            throw CommandFailure.badInput(String.format(
                    Locale.ROOT,
                    "--columns: %s has no column %s; its first line is '%s'",
                    file,
                    name,
                    RowTally.shortened(String.join(" ", names))));
        }
        told.put(column, Integer.parseInt(name) - 1);
    }

    /** MovieLens wrote files without a header. */
    private Map<Column, Integer> knownShape(String separator) {
        boolean ratings = names.size() == 4
                && names.stream().allMatch(field -> NUMBER.matcher(field).matches())
                && EPOCH.matcher(names.get(3)).matches()
                && names.get(2).length() <= 3;
        if (ratings && (separator.equals("::") || separator.equals("\t"))) {
            return Map.of(Column.USER, 0, Column.ITEM, 1, Column.VALUE, 2, Column.TIME, 3);
        }
        if (names.size() == 3
                && separator.equals("::")
                && NUMBER.matcher(names.get(0)).matches()) {
            return Map.of(Column.ITEM, 0, Column.TITLE, 1, Column.CATEGORIES, 2);
        }
        return Map.of();
    }

    /** Which column may be which, by what stands in the first row. */
    private String guess(List<Column> needed) {
        Map<Column, Integer> guessed = new EnumMap<>(Column.class);
        List<Integer> rest = new ArrayList<>();
        TypeNames types = new TypeNames(Map.of());
        for (int position = 0; position < names.size(); position++) {
            String field = names.get(position);
            if (EPOCH.matcher(field).matches() || WrittenTime.parse(field) != null) {
                guessed.putIfAbsent(Column.TIME, position);
            } else if (types.resolve(field) != null) {
                guessed.putIfAbsent(Column.TYPE, position);
            } else {
                rest.add(position);
            }
        }
        List<Column> open = new ArrayList<>(needed);
        open.removeAll(guessed.keySet());
        for (int i = 0; i < open.size() && i < rest.size(); i++) {
            guessed.put(open.get(i), rest.get(i));
        }
        return guessed.entrySet().stream()
                .filter(one -> needed.contains(one.getKey()) || one.getKey() == Column.TYPE)
                .map(one -> one.getKey().option() + "=" + (one.getValue() + 1))
                .collect(Collectors.joining(","));
    }
}
