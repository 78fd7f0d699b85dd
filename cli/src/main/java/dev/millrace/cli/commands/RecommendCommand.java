package dev.millrace.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.Lookups;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.console.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a user's list. */
@Command(
        name = "recommend",
        header = "Show what a user is recommended now.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace recommend user-00042",
            "  millrace recommend user-00042 --from-topic --bootstrap-server kafka:9092"
        })
public final class RecommendCommand extends ClusterCommand {

    @Mixin
    private ListSource source = new ListSource();

    @Option(names = "--limit", defaultValue = "10", description = "How many items (${DEFAULT-VALUE}).")
    private int limit = 10;

    @Override
    int run(Cluster cluster) {
        if (limit < 1) {
            throw CommandFailure.badInput("--limit must be at least 1, was " + limit);
        }
        JsonNode list =
                source.isTopic() ? source.published(cluster) : source.asked(cluster, "/recommendations?limit=" + limit);
        if (isJson()) {
            printJson(list);
            return ExitCodes.OK;
        }
        print(list, source.isTopic() ? new Lookups(cluster).titles(ids(list)) : Map.of());
        return ExitCodes.OK;
    }

    private List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        for (JsonNode item : list.path("items")) {
            if (ids.size() < limit) {
                ids.add(item.path("itemId").asText());
            }
        }
        return ids;
    }

    private void print(JsonNode list, Map<String, String> titles) {
        say(String.format(
                Locale.ROOT,
                "%s: %s, model %s",
                source.user(),
                list.path("level").asText("list").toLowerCase(Locale.ROOT).replace('_', ' '),
                list.path("modelVersion").asText("none")));
        Table table = Table.of("#", "item", "title", "score", "source", "because of");
        int rank = 0;
        for (JsonNode item : list.path("items")) {
            if (++rank > limit) {
                break;
            }
            String id = item.path("itemId").asText();
            table.row(
                    rank,
                    id,
                    item.path("title").asText(titles.getOrDefault(id, "")),
                    String.format(Locale.ROOT, "%.4f", item.path("score").asDouble()),
                    item.path("source").asText(),
                    reasons(item));
        }
        print(table);
    }

    private static String reasons(JsonNode item) {
        List<String> reasons = new ArrayList<>();
        item.path("reasons").forEach(reason -> reasons.add(reason.path("itemId").asText()));
        return String.join(", ", reasons.subList(0, Math.min(3, reasons.size())));
    }
}
