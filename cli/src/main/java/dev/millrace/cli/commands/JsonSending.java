package dev.millrace.cli.commands;

import dev.millrace.avro.Interaction;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.Pace;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.input.InputFiles;
import dev.millrace.cli.input.JsonRow;
import dev.millrace.cli.input.LineRules;
import dev.millrace.cli.input.ReadingSettings;
import dev.millrace.cli.input.RowRefused;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends JSON lines one by one; ends at the first that is refused, and says how to go on from there. */
final class JsonSending {

    private final Cluster cluster;
    private final Sender sender;
    private final Pace pace;
    private final ReadingSettings settings;
    private final LineRules rules;
    private final boolean items;

    JsonSending(Cluster cluster, Sender sender, Pace pace, ReadingSettings settings, boolean items) {
        this.cluster = cluster;
        this.sender = sender;
        this.pace = pace;
        this.settings = settings;
        this.rules = new LineRules(settings);
        this.items = items;
    }

    void send(String file) {
        try {
            InputFiles.lines(file, settings, (number, line) -> {
                try {
                    pace.next();
                    send(line, number);
                } catch (RowRefused refused) {
                    throw InputFiles.ofLine(file, number, refused.getMessage());
                }
            });
            sender.flush();
        } catch (CommandFailure e) {
            sender.settle();
            throw e.with(soFar());
        }
    }

    private void send(String line, long number) throws RowRefused {
        if (items) {
            JsonRow.KeyedItem item = rules.item(line);
            sender.send(cluster.topics().items(), item.itemId(), item.value(), number);
            return;
        }
        Interaction event = rules.event(line);
        sender.send(cluster.topics().interactions(), event.getUserId().getBytes(StandardCharsets.UTF_8), event, number);
    }

    /** What is on its way when a line is refused arrives before this is said. */
    private String soFar() {
        return sender.lastLine() == 0
                ? "; nothing was sent"
                : String.format(
                        Locale.ROOT,
                        "; sent up to line %d (%,d in all), go on with --from-line %d",
                        sender.lastLine(),
                        sender.acknowledged(),
                        sender.lastLine() + 1);
    }
}
