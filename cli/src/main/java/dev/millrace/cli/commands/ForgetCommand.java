package dev.millrace.cli.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.Erasure;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.Doctor;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.cluster.UserTraces;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.console.Json;
import dev.millrace.cli.console.Table;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks every app to forget users. */
@Command(
        name = "forget",
        header = "Forget everything about users: state, features and lists, in every app.",
        description = {
            "The apps forget a moment after the request is on the erasures topic, whatever of the user's events is still"
                    + " under way, and the user's record in the recommendations topic becomes a tombstone. The logs keep the"
                    + " events until their retention ends, and nothing reads them into a state or a model any more. An"
                    + " event that comes later begins a new user.",
            "With --verify nothing is asked of the apps: every topic and every changelog is searched for the ids, and what"
                    + " is found is shown with the time when it goes. Exit code 1 when an erased user is still in force"
                    + " somewhere."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  millrace forget user-00042 --reason 'ticket 1234'",
            "  millrace forget --verify user-00042 --output json"
        })
public final class ForgetCommand extends ClusterCommand {

    @Parameters(paramLabel = "USER", arity = "1..*", description = "User ids.")
    private List<String> users = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept with the request.")
    private @Nullable String reason;

    @Option(
            names = "--verify",
            description = "Say where the ids still stand, and until when, instead of asking to forget them.")
    private boolean verify;

    @Option(
            names = "--groups",
            paramLabel = "GROUP",
            split = ",",
            description =
                    "With --verify: application ids of the apps, where they were set (PREFIX.ingest-app and so on).")
    private Set<String> groups = new TreeSet<>();

    @Override
    int run(Cluster cluster) {
        return verify ? verify(cluster) : forget(cluster);
    }

    private int verify(Cluster cluster) {
        Set<String> applicationIds = groups.isEmpty() ? Doctor.applicationIds(cluster.prefix()) : groups;
        List<UserTraces.Found> found = new UserTraces(cluster, applicationIds).of(users);
        if (isJson()) {
            ArrayNode rows = Json.MAPPER.createArrayNode();
            found.forEach(each -> rows.add(json(each)));
            printJson(rows);
        } else {
            found.forEach(this::print);
        }
        return found.stream().anyMatch(UserTraces.Found::isPending) ? ExitCodes.FAILED : ExitCodes.OK;
    }

    private static ObjectNode json(UserTraces.Found found) {
        ObjectNode node = Json.MAPPER.valueToTree(found);
        return node.put("hasComeAgain", found.hasComeAgain()).put("isPending", found.isPending());
    }

    private void print(UserTraces.Found found) {
        say(found.user() + ": " + verdict(found));
        if (found.traces().isEmpty()) {
            return;
        }
        Table table = Table.of("what", "topic", "partition", "records", "offsets", "until");
        for (UserTraces.Trace trace : found.traces()) {
            table.row(
                    trace.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    trace.topic(),
                    trace.partition(),
                    trace.records(),
                    trace.firstOffset() + " to " + trace.lastOffset(),
                    trace.until());
        }
        print(table);
    }

    private static String verdict(UserTraces.Found found) {
        Long erasedUntilMs = found.erasedUntilMs();
        if (found.traces().isEmpty()) {
            return "the id stands nowhere";
        }
        if (erasedUntilMs == null) {
            return "no erasure is known; this is where the id stands";
        }
        String erased = "erased up to " + Instant.ofEpochMilli(erasedUntilMs);
        if (found.hasComeAgain()) {
            return erased + " and has come again since: what is in force is of the new user";
        }
        return found.isPending()
                ? erased + ", and still in force: an app has not read the erasure yet; is one down or behind?"
                : erased + ", and in force nowhere: what is left goes by itself";
    }

    private int forget(Cluster cluster) {
        try (Sender sender = new Sender(cluster)) {
            long nowMs = Clock.systemUTC().millis();
            for (String user : users) {
                sender.send(cluster.topics().erasures(), user, new Erasure(user, nowMs, reason, null));
            }
            sender.flush();
            if (isJson()) {
                printJson(Map.of("asked", sender.acknowledged()));
            } else {
                say("asked every app to forget " + String.join(", ", users));
            }
        }
        return ExitCodes.OK;
    }
}
