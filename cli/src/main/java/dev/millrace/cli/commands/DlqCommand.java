package dev.millrace.cli.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.DeadLetter;
import dev.millrace.cli.cluster.DeadLetterSender;
import dev.millrace.cli.cluster.DeadLetterSender.Outcome;
import dev.millrace.cli.cluster.RecordView;
import dev.millrace.cli.cluster.TopicReader;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.console.Json;
import dev.millrace.cli.console.Moment;
import dev.millrace.cli.console.Table;
import dev.millrace.schemas.TopicSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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

    private static final String QUEUE = ".dlq.v1";

    /** Lists them. */
    @Command(name = "list", header = "List dead letters, the newest last.", mixinStandardHelpOptions = true)
    static final class ListAll extends ClusterCommand {

        @Option(names = "--app", paramLabel = "APP", description = "Only this app's, such as ingest-app.")
        private @Nullable String app;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "20",
                description = "At most the N newest, 0 for all (${DEFAULT-VALUE}).")
        private int limit;

        @Option(names = "--by-cause", description = "Count them by app, topic and cause instead.")
        private boolean byCause;

        @Override
        int run(Cluster cluster) {
            if (limit < 0) {
                throw CommandFailure.badInput("--limit must be 0 or more, was " + limit);
            }
            return byCause ? count(cluster) : list(cluster);
        }

        private int list(Cluster cluster) {
            var newest = new ArrayDeque<DeadLetter>();
            var found = new AtomicLong();
            read(cluster, app, letter -> {
                found.incrementAndGet();
                newest.add(letter);
                if (limit > 0 && newest.size() > limit) {
                    newest.remove();
                }
            });
            if (isJson()) {
                printJson(newest.stream().map(DlqCommand::json).toList());
                return ExitCodes.OK;
            }
            if (newest.isEmpty()) {
                say("no dead letters");
                return ExitCodes.OK;
            }
            Table table = Table.of("app", "id", "when", "read from", "cause");
            newest.forEach(letter -> table.row(
                    letter.app(),
                    letter.id(),
                    Moment.text(letter.record().timestamp()),
                    letter.position(),
                    shortened(letter.cause())));
            print(table);
            if (found.get() > newest.size()) {
                say(counted(found.get() - newest.size(), "older dead letter")
                        + " not shown; --limit 0 shows all, --by-cause counts them");
            }
            return ExitCodes.OK;
        }

        private int count(Cluster cluster) {
            var causes = new TreeMap<String, Cause>();
            read(
                    cluster,
                    app,
                    letter -> causes.merge(
                            String.join("\n", letter.app(), letter.source().orElse("?"), letter.kind()),
                            new Cause(letter, letter, 1),
                            Cause::and));
            if (isJson()) {
                printJson(causes.values().stream().map(Cause::json).toList());
                return ExitCodes.OK;
            }
            if (causes.isEmpty()) {
                say("no dead letters");
                return ExitCodes.OK;
            }
            Table table = Table.of("app", "letters", "read from", "newest", "its id", "its cause");
            causes.values()
                    .forEach(cause -> table.row(
                            cause.newest().app(),
                            cause.letters(),
                            cause.newest().source().orElse("?"),
                            Moment.text(cause.newest().record().timestamp()),
                            cause.newest().id(),
                            shortened(cause.newest().cause())));
            print(table);
            return ExitCodes.OK;
        }

        private static String shortened(String cause) {
            return cause.length() <= 100 ? cause : cause.substring(0, 99) + "…";
        }

        /** Letters of one app and topic that failed in the same way. */
        private record Cause(DeadLetter oldest, DeadLetter newest, long letters) {

            Cause and(Cause later) {
                return new Cause(oldest, later.newest, letters + later.letters);
            }

            ObjectNode json() {
                return Json.object()
                        .put("app", newest.app())
                        .put("readFrom", newest.source().orElse("?"))
                        .put("kind", newest.kind())
                        .put("letters", letters)
                        .put("oldestId", oldest.id())
                        .put("newestId", newest.id())
                        .put("newestCause", newest.cause());
            }
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
            header = "Send dead letters back, byte for byte, to the app that failed on them.",
            description =
                    "Only that app reads them again. Each is sent back once, however often this is called; one that"
                            + " fails again is a new dead letter. Letters stay in their queue until its retention"
                            + " ends.",
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
            Map<Outcome, Integer> outcomes;
            try (var sender = new DeadLetterSender(cluster, appOf(cluster, app), dryRun)) {
                outcomes = sender.send(chosen);
            }
            tell(outcomes);
            return outcomes.keySet().stream().allMatch(Outcomes::isFine) ? ExitCodes.OK : ExitCodes.FAILED;
        }

        private void tell(Map<Outcome, Integer> outcomes) {
            int sent = outcomes.getOrDefault(Outcome.SENT, 0);
            if (isJson()) {
                ObjectNode node = Json.object().put("replayed", sent).put("dryRun", dryRun);
                Outcomes.KEYS.forEach((outcome, key) -> node.put(key, outcomes.getOrDefault(outcome, 0)));
                printJson(node);
                return;
            }
            say((dryRun ? "would send back " : "sent back ") + counted(sent, "dead letter"));
            Outcomes.REASONS.forEach((outcome, reason) -> {
                int letters = outcomes.getOrDefault(outcome, 0);
                if (letters > 0) {
                    say(counted(letters, "dead letter") + " not sent: " + reason);
                }
            });
        }
    }

    /** How outcomes of a replay are told. */
    private static final class Outcomes {

        static final Map<Outcome, String> KEYS = new EnumMap<>(Map.of(
                Outcome.SENT_BEFORE, "sentBefore",
                Outcome.WITHOUT_SOURCE, "withoutSource",
                Outcome.CUT, "cut",
                Outcome.TABLE, "ofTables",
                Outcome.GONE, "gone"));

        static final Map<Outcome, String> REASONS = new EnumMap<>(Map.of(
                Outcome.SENT_BEFORE, "sent back before, and no failure since",
                Outcome.WITHOUT_SOURCE, "no word of where from",
                Outcome.CUT, "too large to be kept whole; only the producer can send the record again",
                Outcome.TABLE, "from a table that the app reads from its beginning at every start; restart it",
                Outcome.GONE, "the topic or partition read from does not exist any more"));

        private Outcomes() {}

        static boolean isFine(Outcome outcome) {
            return outcome == Outcome.SENT || outcome == Outcome.SENT_BEFORE || outcome == Outcome.TABLE;
        }
    }

    private static String counted(long number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    private static List<DeadLetter> read(Cluster cluster, String app) {
        List<DeadLetter> letters = new ArrayList<>();
        read(cluster, app, letters::add);
        return letters;
    }

    /** @param app null: every app's */
    private static void read(Cluster cluster, @Nullable String app, Consumer<DeadLetter> visitor) {
        Map<String, String> queues = queues(cluster);
        if (app != null) {
            queues.keySet().retainAll(Set.of(appOf(cluster, app)));
        }
        TopicReader reader = new TopicReader(cluster);
        queues.forEach((name, queue) -> reader.readAll(queue, record -> {
            visitor.accept(new DeadLetter(name, queue, record));
            return true;
        }));
    }

    /** Queues by app. */
    private static Map<String, String> queues(Cluster cluster) {
        Map<String, String> queues = new LinkedHashMap<>();
        for (TopicSpec spec : cluster.topics().specs()) {
            if (spec.name().endsWith(QUEUE)) {
                String app = spec.name().substring(cluster.prefix().length() + 1);
                queues.put(app.substring(0, app.length() - QUEUE.length()), spec.name());
            }
        }
        return queues;
    }

    /** The app by its own name, or by that of its queue, in full or without prefix and version. */
    private static String appOf(Cluster cluster, String text) {
        Map<String, String> queues = queues(cluster);
        for (Map.Entry<String, String> queue : queues.entrySet()) {
            if (text.equals(queue.getKey()) || text.equals(queue.getValue()) || text.equals(queue.getKey() + ".dlq")) {
                return queue.getKey();
            }
        }
        throw CommandFailure.badInput("there is no app '" + text + "'; apps are " + String.join(", ", queues.keySet()));
    }

    private static ObjectNode json(DeadLetter letter) {
        return Json.object()
                .put("app", letter.app())
                .put("queue", letter.queue())
                .put("id", letter.id())
                .put("timestampMs", letter.record().timestamp())
                .put("readFrom", letter.position())
                .put("cause", letter.cause());
    }
}
