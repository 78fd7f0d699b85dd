package dev.millrace.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.HttpApi;
import dev.millrace.cli.cluster.Lookups;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.console.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Explains one recommendation. */
@Command(
        name = "why",
        header = "Explain why a user is recommended an item: what each of their past interactions contributes.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  millrace why user-00042 item-00007")
public final class WhyCommand extends ClusterCommand {

    @Mixin
    private ListSource source = new ListSource();

    @Parameters(index = "1", paramLabel = "ITEM", description = "Item id.")
    private String item = "";

    @Override
    int run(Cluster cluster) {
        JsonNode answer =
                source.isTopic() ? fromTopic(cluster) : source.asked(cluster, "/why/" + HttpApi.segment(item));
        if (isJson()) {
            printJson(answer);
            return ExitCodes.OK;
        }
        say(item + " for " + source.user() + ": " + answer.path("source").asText("listed")
                + (answer.has("score")
                        ? String.format(
                                Locale.ROOT,
                                ", score %.4f",
                                answer.path("score").asDouble())
                        : ""));
        print(answer.path("reasons"), source.isTopic() ? cluster : null);
        return ExitCodes.OK;
    }

    private JsonNode fromTopic(Cluster cluster) {
        for (JsonNode listed : source.published(cluster).path("items")) {
            if (listed.path("itemId").asText().equals(item)) {
                return listed;
            }
        }
        throw CommandFailure.failed(item + " is not in the list of user " + source.user());
    }

    private void print(JsonNode reasons, @Nullable Cluster titlesFrom) {
        if (reasons.isEmpty()) {
            say("no single past interaction explains it");
            return;
        }
        List<String> ids = new ArrayList<>();
        reasons.forEach(reason -> ids.add(reason.path("itemId").asText()));
        Map<String, String> titles = titlesFrom == null ? Map.of() : new Lookups(titlesFrom).titles(ids);
        Table table = Table.of("because of", "title", "contribution");
        reasons.forEach(reason -> table.row(
                reason.path("itemId").asText(),
                reason.path("title")
                        .asText(titles.getOrDefault(reason.path("itemId").asText(), "")),
                String.format(Locale.ROOT, "%+.4f", reason.path("contribution").asDouble())));
        print(table);
    }
}
