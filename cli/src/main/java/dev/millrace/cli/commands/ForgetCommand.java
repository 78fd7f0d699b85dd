package dev.millrace.cli.commands;

import dev.millrace.avro.Erasure;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.console.ExitCodes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks every app to forget users. */
@Command(
        name = "forget",
        header = "Forget everything about users: state, features and lists, in every app.",
        description = {
            "The apps forget a moment after the request is on the erasures topic, and the user's record in the"
                    + " recommendations topic becomes a tombstone. Events in the input topics stay until their retention"
                    + " ends; an event that comes later begins a new user."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  millrace forget user-00042 --reason 'ticket 1234'")
public final class ForgetCommand extends ClusterCommand {

    @Parameters(paramLabel = "USER", arity = "1..*", description = "User ids.")
    private List<String> users = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept with the request.")
    private @Nullable String reason;

    @Override
    int run(Cluster cluster) {
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
