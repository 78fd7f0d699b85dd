package dev.millrace.cli.input;

import dev.millrace.avro.Item;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.topologies.ingest.InputRules;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a catalogue from CSV, {@code item_id,title,categories,price} and the like, or from JSON lines, plain or
 * gzipped.
 */
public final class ItemFile {

    private ItemFile() {}

    /**
     * The items of one file; of several rows for one item the last counts.
     *
     * @param items in the order of the file
     * @param report what was found; {@code repeatedRows} counts rows replaced by a later one
     */
    public record Loaded(List<CatalogItem> items, FileReport report) {}

    /** Reads the whole file, found out by itself. */
    public static Loaded read(Path file) {
        return read(file, ReadingSettings.defaults());
    }

    /**
     * Reads the whole file.
     *
     * @throws CommandFailure when the file holds no items: missing, empty, binary, no header, no usable row
     */
    public static Loaded read(Path file, ReadingSettings settings) {
        TextFile text = new TextFile(file, settings.encoding());
        Intake intake = new Intake(file);
        try {
            if (!EventFile.isJson(text)) {
                return SeparatedItems.read(text, settings, intake);
            }
            try (BufferedReader lines = text.open()) {
                long number = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    number++;
                    if (!line.isBlank() && number >= settings.fromLine()) {
                        intake.json(number, line);
                    }
                }
            }
            return intake.finish("JSON lines", List.of(), List.of());
        } catch (IOException e) {
            throw TextFile.unreadable(file.toString(), e);
        }
    }

    /** Where the items of a file arrive, whatever its layout. */
    static final class Intake {

        private static final int SAMPLES = 3;

        private final Path file;
        private final RowTally tally = new RowTally();
        private final Map<String, CatalogItem> items = new LinkedHashMap<>();
        private final List<String> samples = new ArrayList<>();
        private long repeated;

        Intake(Path file) {
            this.file = file;
        }

        RowTally tally() {
            return tally;
        }

        void take(long line, CatalogItem item) {
            Item record = recordOf(item);
            InputRules.Objection objection = InputRules.objection(item.itemId(), record);
            if (objection != null) {
                tally.broken(RowProblem.ofReason(objection.reason()), line, objection.detail());
                return;
            }
            tally.accepted();
            if (samples.size() < SAMPLES) {
                samples.add("{\"itemId\": \"" + item.itemId() + "\", "
                        + record.toString().substring(1));
            }
            repeated += items.put(item.itemId(), item) != null ? 1 : 0;
        }

        private void json(long line, String text) {
            try {
                JsonRow.KeyedItem read = JsonRow.item(text);
                Item item = read.value();
                take(
                        line,
                        item == null
                                ? new CatalogItem(read.itemId(), null, List.of(), null, null, null, CatalogItem.NEVER)
                                : new CatalogItem(
                                        read.itemId(),
                                        item.getTitle(),
                                        item.getCategories(),
                                        item.getPrice(),
                                        item.getCreatedAtMs(),
                                        item.getAvailableFromMs(),
                                        item.getAvailableUntilMs()));
            } catch (RowRefused refused) {
                tally.broken(refused.problem(), line, refused.getMessage());
            }
        }

        Loaded finish(String layout, List<String> columnRemarks, List<String> ignored) {
            List<String> remarks = new ArrayList<>(columnRemarks);
            long hidden = items.values().stream().filter(CatalogItem::hidden).count();
            if (hidden > 0) {
                remarks.add(hidden + (hidden == 1 ? " item is" : " items are") + " hidden or delisted, never listed");
            }
            FileReport.Findings findings =
                    new FileReport.Findings(layout, remarks, List.of(), null, null, null, List.copyOf(samples));
            return new Loaded(List.copyOf(items.values()), tally.report(file, ignored, 0, repeated, findings));
        }
    }

    /** The record of an item. */
    public static Item recordOf(CatalogItem item) {
        return Item.newBuilder()
                .setTitle(item.title())
                .setCategories(item.categories())
                .setPrice(item.price())
                .setCreatedAtMs(item.createdAtMs())
                .setAvailableFromMs(item.availableFromMs())
                .setAvailableUntilMs(item.availableUntilMs())
                .build();
    }
}
