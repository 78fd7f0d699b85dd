package dev.millrace.cli.commands;

import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.JsonLines;
import dev.millrace.cli.cluster.Pace;
import dev.millrace.cli.cluster.Records;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.console.Progress;
import dev.millrace.cli.input.CatalogItem;
import dev.millrace.cli.input.EventFile;
import dev.millrace.cli.input.EventIds;
import dev.millrace.cli.input.EventIds.RepeatedRows;
import dev.millrace.cli.input.FileReport;
import dev.millrace.cli.input.ItemFile;
import dev.millrace.model.replay.InteractionLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts events or items on the input topics. */
@Command(
        name = "send",
        header = "Send events or items from a file, or from standard input, to the input topics.",
        description = {
            "CSV files (plain or gzipped) have a header: ts_ms,user_id,item_id,event_type,value for events,"
                    + " item_id,title,categories,price for items. Files named .json, .jsonl or .ndjson, and standard input"
                    + " (-), hold one JSON object per line with the field names of the Avro contracts.",
            "Events of a CSV file get ids from their content, so that sending a file twice counts once."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace send events.csv.gz --rate 500",
            "  millrace send items.csv --to items",
            "  echo '{\"userId\":\"ann\",\"itemId\":\"tea\",\"eventType\":\"click\"}' | millrace send -"
        })
public final class SendCommand extends ClusterCommand {

    /** Input topics that can be sent to. */
    enum Target {
        INTERACTIONS,
        ITEMS
    }

    @Parameters(paramLabel = "FILE", description = "CSV or JSON lines; - for JSON lines on standard input.")
    private String file = "-";

    @Option(
            names = "--to",
            paramLabel = "interactions|items",
            defaultValue = "interactions",
            description = "Topic (${DEFAULT-VALUE}).")
    private Target to = Target.INTERACTIONS;

    @Option(
            names = "--rate",
            paramLabel = "N|max",
            defaultValue = "max",
            description = "Records per second (${DEFAULT-VALUE}).")
    private String rate = "max";

    @Option(
            names = "--event-type",
            paramLabel = "TYPE",
            defaultValue = "click",
            description = "Type of events in files without such a column (${DEFAULT-VALUE}).")
    private String eventType = "click";

    @Option(
            names = "--repeats",
            paramLabel = "drop|keep",
            defaultValue = "drop",
            description = "Whether CSV rows equal in every field are one event or several (${DEFAULT-VALUE}).")
    private RepeatedRows repeats = RepeatedRows.DROP;

    @Override
    int run(Cluster cluster) {
        Pace pace = new Pace(Pace.parse(rate));
        try (Sender sender = new Sender(cluster)) {
            if (isJsonLines()) {
                sendJson(cluster, sender, pace);
            } else if (to == Target.ITEMS) {
                sendItems(cluster, sender, pace);
            } else {
                sendEvents(cluster, sender, pace);
            }
            sender.flush();
            if (isJson()) {
                printJson(Map.of("sent", sender.acknowledged()));
            } else {
                say(String.format(
                        Locale.ROOT, "sent %,d %s", sender.acknowledged(), to == Target.ITEMS ? "items" : "events"));
            }
        }
        return ExitCodes.OK;
    }

    private boolean isJsonLines() {
        return file.equals("-") || file.matches(".*\\.(json|jsonl|ndjson)");
    }

    private void sendEvents(Cluster cluster, Sender sender, Pace pace) {
        EventFile.Loaded loaded = EventFile.read(Path.of(file), eventType);
        remark(loaded.report());
        InteractionLog log = loaded.log();
        EventIds ids = new EventIds(log, repeats);
        try (Progress progress = Progress.start("sending", log.size(), "events")) {
            for (int i = 0; i < log.size(); i++) {
                pace.next();
                sender.send(
                        cluster.topics().interactions(),
                        log.userId(log.user(i)).getBytes(StandardCharsets.UTF_8),
                        Records.interaction(log, i, ids.next(i)));
                progress.to(i + 1L);
            }
        }
    }

    private void sendItems(Cluster cluster, Sender sender, Pace pace) {
        ItemFile.Loaded loaded = ItemFile.read(Path.of(file));
        remark(loaded.report());
        try (Progress progress = Progress.start("sending", loaded.items().size(), "items")) {
            long done = 0;
            for (CatalogItem item : loaded.items()) {
                pace.next();
                sender.send(cluster.topics().items(), item.itemId(), Records.item(item));
                progress.to(++done);
            }
        }
    }

    private void sendJson(Cluster cluster, Sender sender, Pace pace) {
        JsonLines json = new JsonLines(Clock.systemUTC());
        try (BufferedReader reader = reader()) {
            long number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    pace.next();
                    sendLine(cluster, sender, json, line, number);
                }
            }
        } catch (NoSuchFileException e) {
            throw CommandFailure.badInput("there is no file " + file, e);
        } catch (IOException e) {
            throw CommandFailure.badInput(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void sendLine(Cluster cluster, Sender sender, JsonLines json, String line, long number) {
        if (to == Target.ITEMS) {
            JsonLines.KeyedItem item = json.item(line, number);
            sender.send(cluster.topics().items(), item.itemId(), item.value());
            return;
        }
        var event = json.interaction(line, number);
        sender.send(cluster.topics().interactions(), event.getUserId().getBytes(StandardCharsets.UTF_8), event);
    }

    private BufferedReader reader() throws IOException {
        return file.equals("-")
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                : Files.newBufferedReader(Path.of(file));
    }

    private static void remark(FileReport report) {
        report.remarks().forEach(line -> System.err.println("  " + report.file().getFileName() + ": " + line));
    }
}
