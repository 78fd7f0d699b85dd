package dev.millrace.cli.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.console.Json;
import dev.millrace.cli.console.Table;
import dev.millrace.cli.input.EventFile;
import dev.millrace.cli.input.FileReport;
import dev.millrace.cli.input.FileReport.BrokenRows;
import dev.millrace.cli.input.FileReport.Findings;
import dev.millrace.cli.input.ItemFile;
import dev.millrace.cli.input.TypeNames;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how a file is understood. */
@Command(
        name = "validate",
        header = "Say how a file of events or items is understood, without a broker.",
        description = {
            "Reads the file as demo, evaluate and send do, and shows its layout, the first records, what is left out and why,"
                    + " types with their weights, the scale of ratings and the time that it spans.",
            "Exit code 0: every row is used; 1: some rows or values are left out, or nothing weighs anything; 2: the file"
                    + " cannot be used."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace validate events.csv.gz",
            "  millrace validate products.csv --items --encoding windows-1252",
            "  millrace validate log.csv --columns user=1,item=2,type=4,time=5 --output json"
        })
public final class ValidateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "CSV or JSON lines, plain or gzipped.")
    private Path file = Path.of("");

    /** What the file holds. */
    static final class Kind {

        @Option(names = "--events", description = "The file holds events (default).")
        private boolean events;

        @Option(names = "--items", description = "The file holds items.")
        private boolean items;
    }

    @ArgGroup(exclusive = true)
    private @Nullable Kind kind;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Format (${DEFAULT-VALUE}).")
    private ClusterCommand.Format output = ClusterCommand.Format.TEXT;

    @Mixin
    private final FileOptions reading = new FileOptions();

    @Override
    public Integer call() {
        String counts;
        String nothing = "";
        FileReport report;
        if (kind != null && kind.items) {
            ItemFile.Loaded items = ItemFile.read(file, reading.settings());
            report = items.report();
            counts = counted(items.items().size(), "item");
        } else {
            EventFile.Loaded events = EventFile.read(file, reading.settings());
            report = events.report();
            counts = counted(events.log().size(), "event") + " of "
                    + counted(events.log().userCount(), "user") + " and "
                    + counted(events.log().itemCount(), "item");
            nothing = weightless(events);
        }
        if (output == ClusterCommand.Format.JSON) {
            out().println(Json.pretty(json(report, nothing)));
        } else {
            print(report, counts, nothing);
        }
        out().flush();
        boolean whole = report.brokenRows() == 0 && report.lostValues() == 0 && nothing.isEmpty();
        return whole ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private static String counted(int count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    private static String weightless(EventFile.Loaded events) {
        try {
            events.requireWeight();
            return "";
        } catch (CommandFailure e) {
            return e.getMessage();
        }
    }

    private void print(FileReport report, String counts, String nothing) {
        Findings found = report.findings();
        out().println(file + ": " + counts + " from "
                + String.format(Locale.ROOT, "%,d %s", report.rows(), report.rows() == 1 ? "row" : "rows"));
        out().println("  layout  " + found.layout());
        if (!found.span().isEmpty()) {
            out().println("  span    " + found.span());
        }
        if (found.scale() != null) {
            out().println("  scale   " + found.scale());
        }
        if (!found.types().isEmpty()) {
            Table table = Table.of("type in the file", "read as", "events", "weight");
            for (TypeNames.Reading type : found.types()) {
                table.row(
                        type.name(),
                        type.type() == null ? "(left out)" : type.type(),
                        String.format(Locale.ROOT, "%,d", type.count()),
                        type.weight() == null ? "none" : type.weight());
            }
            table.lines().forEach(line -> out().println("  " + line));
        }
        report.remarks().forEach(remark -> out().println("  " + remark));
        if (!nothing.isEmpty()) {
            out().println("  " + nothing);
        }
        out().println("  first records");
        found.samples().forEach(sample -> out().println("    " + sample));
    }

    private static ObjectNode json(FileReport report, String nothing) {
        Findings found = report.findings();
        ObjectNode root = Json.object()
                .put("file", report.file().toString())
                .put("layout", found.layout())
                .put("rows", report.rows())
                .put("accepted", report.accepted())
                .put("refused", report.brokenRows())
                .put("unsortedRows", report.unsortedRows())
                .put("repeatedRows", report.repeatedRows());
        if (found.firstMs() != null && found.lastMs() != null) {
            root.put("firstMs", found.firstMs()).put("lastMs", found.lastMs());
        }
        if (found.scale() != null) {
            root.put("ratingScale", found.scale());
        }
        root.put("anythingWeighs", nothing.isEmpty());
        ArrayNode types = root.putArray("types");
        found.types().forEach(type -> types.addObject()
                .put("name", type.name())
                .put("readAs", type.type())
                .put("events", type.count())
                .put("weight", type.weight()));
        ObjectNode refusals = root.putObject("refusedByReason");
        report.broken().forEach((problem, rows) -> put(refusals, problem.code(), rows));
        ObjectNode losses = root.putObject("lostValues");
        report.lost().forEach((what, rows) -> put(losses, what, rows));
        root.set("ignoredColumns", Json.MAPPER.valueToTree(report.ignoredColumns()));
        root.set("remarks", Json.MAPPER.valueToTree(report.remarks()));
        root.set("firstRecords", Json.MAPPER.valueToTree(found.samples()));
        return root;
    }

    private static void put(ObjectNode into, String name, BrokenRows rows) {
        ArrayNode examples = into.putObject(name).put("count", rows.count()).putArray("examples");
        rows.examples()
                .forEach(example ->
                        examples.addObject().put("line", example.line()).put("value", example.value()));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
