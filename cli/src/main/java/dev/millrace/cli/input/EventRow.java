package dev.millrace.cli.input;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row being read; reused for all rows of a file, so that millions of rows leave little garbage. */
final class EventRow {

    private final EventColumns columns;
    private final String[] fields;

    String userId = "";
    String itemId = "";
    String eventType = "";
    float value = Float.NaN;
    long timestampMs;

    EventRow(EventColumns columns) {
        this.columns = columns;
        this.fields = new String[columns.fields()];
        Arrays.fill(fields, "");
    }

    /** Takes over the fields of one line; null when all is well. */
    @Nullable
    RowProblem parse(String line) {
        RowProblem split = split(line);
        if (split != null) {
            return split;
        }
        userId = fields[columns.user()].strip();
        itemId = fields[columns.item()].strip();
        String type = columns.type() < 0 ? "" : fields[columns.type()].strip();
        eventType = type.isEmpty() ? columns.defaultType() : type;
        Long time = EventTime.parse(fields[columns.time()].strip(), columns.timeInMillis());
        if (time == null) {
            return RowProblem.UNREADABLE_TIME;
        }
        timestampMs = time;
        return parseValue();
    }

    private @Nullable RowProblem parseValue() {
        String text = columns.value() < 0 ? "" : fields[columns.value()].strip();
        if (text.isEmpty()) {
            value = Float.NaN;
            return null;
        }
        try {
            value = Float.parseFloat(text);
            // NaN stands for "no value" from here on, so the text NaN must not pass as one.
            return Float.isNaN(value) ? RowProblem.UNREADABLE_VALUE : null;
        } catch (NumberFormatException e) {
            return RowProblem.UNREADABLE_VALUE;
        }
    }

    private @Nullable RowProblem split(String line) {
        return line.indexOf('"') < 0 ? splitPlain(line) : splitQuoted(line);
    }

    private @Nullable RowProblem splitPlain(String line) {
        int from = 0;
        for (int i = 0; i < fields.length; i++) {
            int end = line.indexOf(columns.separator(), from);
            boolean last = i == fields.length - 1;
            if (last != (end < 0)) {
                return RowProblem.WRONG_FIELD_COUNT;
            }
            fields[i] = line.substring(from, last ? line.length() : end);
            from = end + 1;
        }
        return null;
    }

    private @Nullable RowProblem splitQuoted(String line) {
        try {
            List<String> found = Header.fields(line, columns.separator());
            if (found.size() != fields.length) {
                return RowProblem.WRONG_FIELD_COUNT;
            }
            found.toArray(fields);
            return null;
        } catch (CsvParseException e) {
            return RowProblem.UNCLOSED_QUOTE;
        }
    }
}
