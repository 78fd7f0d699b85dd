package dev.millrace.cli.commands;

import dev.millrace.cli.cluster.Cluster;
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
import dev.millrace.cli.input.InputFiles;
import dev.millrace.cli.input.ItemFile;
import dev.millrace.cli.input.ReadingSettings;
import dev.millrace.model.replay.InteractionLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts events or items on the input topics. */
@Command(
        name = "send",
        header = "Send events or items from a file, or from standard input, to the input topics.",
        description = {
            "CSV files (plain or gzipped) have a header: ts_ms,user_id,item_id,event_type,value for events,"
                    + " item_id,title,categories,price for items. Files of JSON lines, and standard input (-), hold one"
                    + " JSON object per line with the field names of the Avro contracts.",
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

    @Parameters(
            paramLabel = "FILE",
            description = "CSV or JSON lines, told by what stands in it; - for JSON lines on standard input.")
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

    @Mixin
    private final FileOptions reading = new FileOptions();

    @Option(
            names = "--from-line",
            paramLabel = "N",
            defaultValue = "1",
            description = "Pass over the lines before this one, to go on after a failure (${DEFAULT-VALUE}).")
    private long fromLine = 1;

    @Option(
            names = "--max-age",
            paramLabel = "DAYS|off",
            defaultValue = "366d",
            description = "Refuse older events, as ingest-app does by its setting ingest.max-age (${DEFAULT-VALUE}).")
    private String maxAge = "366d";

    @Option(
            names = "--repeats",
            paramLabel = "drop|keep",
            defaultValue = "drop",
            description = "Whether CSV rows equal in every field are one event or several (${DEFAULT-VALUE}).")
    private RepeatedRows repeats = RepeatedRows.DROP;

    @Override
    int run(Cluster cluster) {
        Pace pace = new Pace(Pace.parse(rate));
        ReadingSettings settings = reading.settings().forSending(oldest(), fromLine);
        long refused;
        try (Sender sender = new Sender(cluster)) {
            if (file.equals("-") || InputFiles.isJson(Path.of(file), settings)) {
                new JsonSending(cluster, sender, pace, settings, to == Target.ITEMS).send(file);
                refused = 0;
            } else {
                refused = sendRows(cluster, sender, pace, settings);
            }
            sender.flush();
            report(sender.acknowledged(), refused);
        }
        return ExitCodes.OK;
    }

    private void report(long sent, long refused) {
        if (isJson()) {
            printJson(Map.of("sent", sent, "refused", refused));
            return;
        }
        String what = (to == Target.ITEMS ? "item" : "event") + (sent == 1 ? "" : "s");
        say(String.format(Locale.ROOT, "sent %,d %s", sent, what)
                + (refused == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, "; %,d %s refused", refused, refused == 1 ? "row was" : "rows were")));
    }

    private @Nullable Duration oldest() {
        if (maxAge.equals("off")) {
            return null;
        }
        if (!maxAge.matches("[1-9]\\d{0,4}d")) {
            throw CommandFailure.badInput("--max-age must be days such as 366d, or off, was '" + maxAge + "'");
        }
        return Duration.ofDays(Long.parseLong(maxAge.substring(0, maxAge.length() - 1)));
    }

    private long sendRows(Cluster cluster, Sender sender, Pace pace, ReadingSettings settings) {
        try {
            return to == Target.ITEMS
                    ? sendItems(cluster, sender, pace, settings)
                    : sendEvents(cluster, sender, pace, settings);
        } catch (CommandFailure e) {
            if (sender.acknowledged() == 0) {
                throw e;
            }
            throw e.with(String.format(
                    Locale.ROOT,
                    "; %,d were sent before. The same command again sends all, and none counts twice: ids come from the"
                            + " content",
                    sender.acknowledged()));
        }
    }

    private long sendEvents(Cluster cluster, Sender sender, Pace pace, ReadingSettings settings) {
        EventFile.Loaded loaded = EventFile.read(Path.of(file), settings);
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
        return loaded.report().brokenRows();
    }

    private long sendItems(Cluster cluster, Sender sender, Pace pace, ReadingSettings settings) {
        ItemFile.Loaded loaded = ItemFile.read(Path.of(file), settings);
        remark(loaded.report());
        try (Progress progress = Progress.start("sending", loaded.items().size(), "items")) {
            long done = 0;
            for (CatalogItem item : loaded.items()) {
                pace.next();
                sender.send(cluster.topics().items(), item.itemId(), Records.item(item));
                progress.to(++done);
            }
        }
        return loaded.report().brokenRows();
    }

    private void remark(FileReport report) {
        report.remarks().forEach(line -> err().println("  " + report.file().getFileName() + ": " + line));
    }
}
