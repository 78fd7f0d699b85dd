package dev.millrace.cli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.Item;
import dev.millrace.cli.console.Json;
import dev.millrace.topologies.ingest.InputRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Items of a file with columns. A price, a time or a mark that cannot be read is lost and said, the item is not. */
final class SeparatedItems {

    private static final List<Column> NEEDED = List.of(Column.ITEM);

    private final Map<Column, Integer> positions = new EnumMap<>(Column.class);
    private final Map<Column, TimeColumn> times = new EnumMap<>(Column.class);
    private final Header header;
    private final NumberColumn prices;
    private final ItemFile.Intake intake;

    private SeparatedItems(Path path, Header header, ReadingSettings settings, ItemFile.Intake intake) {
        this.header = header;
        this.intake = intake;
        positions.put(Column.ITEM, itemColumn(header));
        for (Column column : Column.OF_ITEMS) {
            positions.computeIfAbsent(column, header::find);
        }
        int price = positions.getOrDefault(Column.PRICE, -1);
        prices = new NumberColumn(price < 0 ? "" : header.name(price));
        for (Column column : List.of(Column.CREATED, Column.FROM, Column.UNTIL)) {
            int position = positions.getOrDefault(column, -1);
            if (position >= 0) {
                times.put(column, new TimeColumn(path, header.name(position), settings));
            }
        }
    }

    /** In a catalogue a bare "id" is the item's. */
    private static int itemColumn(Header header) {
        int found = header.find(Column.ITEM);
        return found >= 0 ? found : header.findNamed(Column.ITEM, "id", NEEDED);
    }

    static ItemFile.Loaded read(TextFile text, ReadingSettings settings, ItemFile.Intake intake) throws IOException {
        SeparatedItems items;
        try (SeparatedFile file = SeparatedFile.open(text, Column.OF_ITEMS, settings)) {
            items = new SeparatedItems(text.path(), file.header(), settings, intake);
            Rows rows = file.rows();
            while (rows.next()) {
                if (rows.problem() == null) {
                    items.see(rows.fields());
                }
            }
        }
        List<String> remarks = new ArrayList<>(items.prices.remarks());
        for (TimeColumn column : items.times.values()) {
            remarks.addAll(column.decide());
        }
        try (SeparatedFile file = SeparatedFile.open(text, Column.OF_ITEMS, settings)) {
            Rows rows = file.rows();
            while (rows.next()) {
                if (rows.line() >= settings.fromLine()) {
                    items.take(rows);
                }
            }
            return intake.finish(file.layout(items.header), remarks, items.header.unused());
        }
    }

    private void see(List<String> fields) {
        prices.see(field(fields, Column.PRICE));
        times.forEach((column, times) -> times.see(field(fields, column)));
    }

    private void take(Rows rows) {
        List<String> fields = rows.fields();
        RowProblem problem = rows.problem();
        if (problem != null) {
            intake.tally().broken(problem, rows.line(), String.join(" ", fields));
            return;
        }
        String title = field(fields, Column.TITLE);
        boolean hidden = hidden(rows);
        intake.take(
                rows.line(),
                new CatalogItem(
                        field(fields, Column.ITEM),
                        title.isEmpty() ? null : title,
                        categories(field(fields, Column.CATEGORIES)),
                        price(rows),
                        moment(rows, Column.CREATED),
                        hidden ? null : moment(rows, Column.FROM),
                        hidden ? CatalogItem.NEVER : moment(rows, Column.UNTIL)));
    }

    private @Nullable Double price(Rows rows) {
        String text = field(rows.fields(), Column.PRICE);
        if (text.isEmpty()) {
            return null;
        }
        Double price = prices.read(text);
        boolean good = price != null
                && InputRules.objection("any", Item.newBuilder().setPrice(price).build()) == null;
        if (!good) {
            intake.tally().lost("a price that cannot be read or be right", rows.line(), text);
        }
        return good ? price : null;
    }

    private @Nullable Long moment(Rows rows, Column column) {
        TimeColumn reading = times.get(column);
        String text = field(rows.fields(), column);
        if (reading == null || text.isEmpty()) {
            return null;
        }
        Long millis = reading.read(text);
        if (millis == null) {
            intake.tally().lost("a time that cannot be read (" + column.option() + ")", rows.line(), text);
        }
        return millis;
    }

    private boolean hidden(Rows rows) {
        String text = field(rows.fields(), Column.HIDDEN);
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "1", "1.0", "yes", "y" -> true;
            case "", "false", "f", "0", "0.0", "no", "n", "null" -> false;
            default -> {
                intake.tally().lost("a mark of hidden items that is neither true nor false", rows.line(), text);
                yield false;
            }
        };
    }

    private String field(List<String> fields, Column column) {
        int position = positions.getOrDefault(column, -1);
        return position < 0 ? "" : fields.get(position).strip();
    }

    /** Separated by bars, or a JSON array of texts, as recommenders export them. */
    private static List<String> categories(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            try {
                JsonNode array = Json.MAPPER.readTree(text);
                if (StreamSupport.stream(array.spliterator(), false).allMatch(JsonNode::isTextual)) {
                    return StreamSupport.stream(array.spliterator(), false)
                            .map(JsonNode::textValue)
                            .toList();
                }
            } catch (JsonProcessingException e) {
                return split(text); // not JSON after all: the brackets are part of a name
            }
        }
        return split(text);
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split("\\|"))
                .map(String::strip)
                .filter(category -> !category.isEmpty())
                .toList();
    }
}
