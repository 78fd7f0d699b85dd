package dev.millrace.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.RecordView;
import dev.millrace.cli.cluster.TopicReader;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.console.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Follows a topic on the screen. */
@Command(
        name = "watch",
        header = "Follow published lists, or any other topic, as they come.",
        description = "Shows committed records only, decoded. Ctrl-C ends.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace watch                             every list that is published",
            "  millrace watch --key user-00042            one user's lists",
            "  millrace watch rejected --from-beginning   what ingest refused, and why",
            "  millrace watch models --output json        one JSON object per line"
        })
public final class WatchCommand extends ClusterCommand {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Parameters(
            paramLabel = "TOPIC",
            arity = "0..1",
            defaultValue = "recommendations",
            description = "Full name, or the part between prefix and version (${DEFAULT-VALUE}).")
    private String topic = "recommendations";

    @Option(names = "--from-beginning", description = "Begin with the records that are there already.")
    private boolean fromBeginning;

    @Option(names = "--key", paramLabel = "KEY", description = "Only records with this key, such as one user.")
    private @Nullable String key;

    @Option(names = "--limit", paramLabel = "N", description = "End after so many records.")
    private long limit = Long.MAX_VALUE;

    @Override
    int run(Cluster cluster) {
        String name = TopicNames.full(cluster, topic);
        RecordView view = new RecordView(cluster);
        boolean lists = name.equals(cluster.topics().recommendations().name());
        long[] left = {limit};
        new TopicReader(cluster).follow(name, fromBeginning, record -> {
            if (key == null || key.equals(RecordView.text(record.key()))) {
                say(isJson() ? Json.line(view.json(record)) : text(view.json(record), record, lists));
                left[0]--;
            }
            return left[0] > 0;
        });
        return ExitCodes.OK;
    }

    private static String text(ObjectNode node, ConsumerRecord<byte[], byte[]> record, boolean list) {
        String head = String.format(
                Locale.ROOT,
                "%s  %-14s ",
                TIME.format(Instant.ofEpochMilli(record.timestamp())),
                node.path("key").asText());
        JsonNode value = node.path("value");
        if (!list || !value.isObject()) {
            return head + " "
                    + (node.has("undecodable") ? node.path("undecodable").asText() : value.toString());
        }
        String items = StreamSupport.stream(value.path("items").spliterator(), false)
                .limit(5)
                .map(item -> item.path("itemId").asText())
                .collect(Collectors.joining("  "));
        long afterMs = record.timestamp() - value.path("eventAppendedMs").asLong();
        return String.format(
                Locale.ROOT,
                "%s %-14s %6s  %s …",
                head,
                value.path("level").asText().toLowerCase(Locale.ROOT),
                afterMs >= 0 && afterMs < 10_000 ? afterMs + " ms" : "",
                items);
    }
}
