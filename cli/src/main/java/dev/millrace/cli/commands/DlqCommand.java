package dev.millrace.cli.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.DeadLetter;
import dev.millrace.cli.cluster.RecordView;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.cluster.TopicReader;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.console.Json;
import dev.millrace.cli.console.Moment;
import dev.millrace.cli.console.Table;
import dev.millrace.schemas.TopicSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Groups the commands about dead letters. */
@Command(
        name = "dlq",
        header = "Look at records that the apps could not read or process, and send them back.",
        mixinStandardHelpOptions = true,
        subcommands = {DlqCommand.ListAll.class, DlqCommand.Show.class, DlqCommand.Replay.class})
public final class DlqCommand extends CommandGroup {

    /** Lists them. */
    @Command(name = "list", header = "List dead letters.", mixinStandardHelpOptions = true)
    static final class ListAll extends ClusterCommand {

        @Option(names = "--app", paramLabel = "APP", description = "Only this app's, such as ingest-app.")
        private @Nullable String app;

        @Override
        int run(Cluster cluster) {
            List<DeadLetter> letters = read(cluster, app);
            if (isJson()) {
                printJson(letters.stream().map(DlqCommand::json).toList());
                return ExitCodes.OK;
            }
            if (letters.isEmpty()) {
                say("no dead letters");
                return ExitCodes.OK;
            }
            Table table = Table.of("queue", "id", "when", "read from", "cause");
            letters.forEach(letter -> table.row(
                    letter.queue(),
                    letter.id(),
                    Moment.text(letter.record().timestamp()),
                    letter.position(),
                    shortened(letter.cause())));
            print(table);
            return ExitCodes.OK;
        }

        private static String shortened(String cause) {
            return cause.length() <= 100 ? cause : cause.substring(0, 99) + "…";
        }
    }

    /** Shows one. */
    @Command(
            name = "show",
            header = "Show one dead letter with everything that is known about it.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  millrace dlq show ingest-app 0-17")
    static final class Show extends ClusterCommand {

        @Parameters(index = "0", paramLabel = "APP", description = "App whose queue it is in, such as ingest-app.")
        private String app = "";

        @Parameters(index = "1", paramLabel = "ID", description = "As `millrace dlq list` prints it.")
        private String id = "";

        @Override
        int run(Cluster cluster) {
            DeadLetter letter = read(cluster, app).stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> CommandFailure.failed("there is no dead letter " + id + " of " + app));
            ObjectNode node = json(letter);
            node.put("key", RecordView.text(letter.record().key()));
            node.put("value", RecordView.text(letter.record().value()));
            node.put("stackTrace", letter.stackTrace());
            if (isJson()) {
                printJson(node);
            } else {
                node.properties()
                        .forEach(entry -> say(String.format(
                                Locale.ROOT,
                                "%-10s  %s",
                                entry.getKey(),
                                entry.getValue().asText())));
            }
            return ExitCodes.OK;
        }
    }

    /** Sends them back. */
    @Command(
            name = "replay",
            header = "Send dead letters back, byte for byte, to the topics they were read from.",
            description =
                    "Event ids make it safe: an event that did get through before counts once. The dead letter stays"
                            + " in its queue until its retention ends.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExamples:%n",
            footer = {"  millrace dlq replay ingest-app --id 0-17", "  millrace dlq replay scoring-app --all"})
    static final class Replay extends ClusterCommand {

        @Parameters(index = "0", paramLabel = "APP", description = "App whose queue is replayed, such as ingest-app.")
        private String app = "";

        @Option(names = "--id", paramLabel = "ID", description = "Only these; may be given several times.")
        private List<String> ids = new ArrayList<>();

        @Option(names = "--all", description = "Everything in the queue.")
        private boolean all;

        @Option(names = "--dry-run", description = "Only say what would be sent.")
        private boolean dryRun;

        @Override
        int run(Cluster cluster) {
            if (all == !ids.isEmpty()) {
                throw CommandFailure.badInput("say which dead letters to replay: either --id ID … or --all");
            }
            Set<String> wanted = new HashSet<>(ids);
            List<DeadLetter> chosen = read(cluster, app).stream()
                    .filter(letter -> all || wanted.remove(letter.id()))
                    .toList();
            if (!wanted.isEmpty()) {
                throw CommandFailure.failed("there are no dead letters " + wanted + " of " + app);
            }
            long lost =
                    chosen.stream().filter(letter -> letter.source().isEmpty()).count();
            if (!dryRun) {
                send(cluster, chosen);
            }
            if (isJson()) {
                printJson(Map.of("replayed", chosen.size() - lost, "withoutSource", lost, "dryRun", dryRun));
            } else {
                say(String.format(
                        Locale.ROOT,
                        "%s %,d dead letters%s",
                        dryRun ? "would send back" : "sent back",
                        chosen.size() - lost,
                        lost == 0 ? "" : "; " + lost + " do not say where they came from and stay"));
            }
            return lost == 0 ? ExitCodes.OK : ExitCodes.FAILED;
        }

        private static void send(Cluster cluster, List<DeadLetter> letters) {
            try (Sender sender = new Sender(cluster)) {
                letters.forEach(letter -> letter.original().ifPresent(sender::send));
                sender.flush();
            }
        }
    }

    private static List<DeadLetter> read(Cluster cluster, @Nullable String app) {
        List<String> queues = app == null
                ? cluster.topics().specs().stream()
                        .map(TopicSpec::name)
                        .filter(name -> name.endsWith(".dlq.v1"))
                        .toList()
                : List.of(queue(cluster, app));
        List<DeadLetter> letters = new ArrayList<>();
        TopicReader reader = new TopicReader(cluster);
        for (String queue : queues) {
            reader.readAll(queue, record -> letters.add(new DeadLetter(queue, record)));
        }
        return letters;
    }

    private static String queue(Cluster cluster, String app) {
        try {
            return cluster.topics().dlq(app);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput(
                    "there is no app '" + app + "'; apps are ingest-app, feature-app, scoring-app,"
                            + " publisher-app, retrain-trigger-app",
                    e);
        }
    }

    private static ObjectNode json(DeadLetter letter) {
        return Json.object()
                .put("queue", letter.queue())
                .put("id", letter.id())
                .put("timestampMs", letter.record().timestamp())
                .put("readFrom", letter.position())
                .put("cause", letter.cause());
    }
}
