package dev.millrace.cli.input;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.millrace.cli.console.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a catalogue from CSV: {@code item_id,title,categories,price}, categories separated by {@code |}. */
public final class ItemFile {

    private static final String EXPECTED = "item_id,title,categories,price";

    private final Header header;
    private final int item;
    private final int title;
    private final int categories;
    private final int price;
    private final int created;

    private ItemFile(Header header) {
        this.header = header;
        item = header.require(EXPECTED, "item_id", "movie_id", "product_id", "item", "product", "book_id", "id");
        title = header.find("title", "name", "description");
        categories = header.find("categories", "genres", "category", "tags");
        price = header.find("price", "unit_price");
        created = header.find("created_at_ms", "created_at", "release_date");
    }

    /**
     * The items of one file; of several rows for one item the last counts.
     *
     * @param items in the order of the file
     * @param report what was found; {@code repeatedRows} counts rows replaced by a later one
     */
    public record Loaded(List<CatalogItem> items, FileReport report) {}

    /**
     * Reads the whole file.
     *
     * @throws CommandFailure when the file holds no items: missing, empty, binary, no header, no usable row
     */
    public static Loaded read(Path file) {
        try (BufferedReader text = TextFile.open(file)) {
            text.mark(1 << 16);
            String first = text.readLine();
            text.reset();
            ItemFile layout = new ItemFile(Header.parse(file, first == null ? "" : first));
            return layout.readRows(file, text);
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
    }

    private Loaded readRows(Path file, BufferedReader text) {
        RowTally tally = new RowTally();
        Map<String, CatalogItem> items = new LinkedHashMap<>();
        long repeated = 0;
        // Titles may hold line breaks, so unlike events the whole file goes through the CSV reader.
        Iterator<CsvRecord> rows = CsvReader.builder()
                .fieldSeparator(header.separator())
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(text)
                .iterator();
        rows.next();
        long line = 1;
        try {
            while (rows.hasNext()) {
                CsvRecord row = rows.next();
                line = row.getStartingLineNumber();
                CatalogItem read = readRow(row, tally);
                repeated += read != null && items.put(read.itemId(), read) != null ? 1 : 0;
            }
        } catch (CsvParseException e) {
            tally.broken(RowProblem.UNCLOSED_QUOTE, line + 1);
        }
        return new Loaded(List.copyOf(items.values()), tally.report(file, header.unused(), 0, repeated));
    }

    private @Nullable CatalogItem readRow(CsvRecord row, RowTally tally) {
        RowProblem problem = problemOf(row);
        if (problem != null) {
            tally.broken(problem, row.getStartingLineNumber());
            return null;
        }
        tally.accepted();
        String name = field(row, title);
        return new CatalogItem(
                field(row, item),
                name.isEmpty() ? null : name,
                categoriesOf(field(row, categories)),
                number(field(row, price)),
                EventTime.parse(field(row, created), false));
    }

    private @Nullable RowProblem problemOf(CsvRecord row) {
        if (row.getFieldCount() != header.size()) {
            return RowProblem.WRONG_FIELD_COUNT;
        }
        if (field(row, item).isEmpty()) {
            return RowProblem.MISSING_ITEM;
        }
        return field(row, price).isEmpty() || number(field(row, price)) != null ? null : RowProblem.UNREADABLE_VALUE;
    }

    private static String field(CsvRecord row, int position) {
        return position < 0 ? "" : row.getField(position).strip();
    }

    private static List<String> categoriesOf(String text) {
        return Arrays.stream(text.split("\\|"))
                .map(String::strip)
                .filter(category -> !category.isEmpty())
                .toList();
    }

    private static @Nullable Double number(String text) {
        try {
            double number = text.isEmpty() ? Double.NaN : Double.parseDouble(text);
            return Double.isFinite(number) ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
