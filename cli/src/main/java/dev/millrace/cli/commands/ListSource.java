package dev.millrace.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.HttpApi;
import dev.millrace.cli.cluster.Lookups;
import dev.millrace.cli.console.AvroJson;
import dev.millrace.cli.console.CommandFailure;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whose list a command is about, and who tells it. */
final class ListSource {

    @Parameters(index = "0", paramLabel = "USER", description = "User id.")
    private String user = "";

    @Option(
            names = "--url",
            defaultValue = "${env:MILLRACE_URL:-http://localhost:8080}",
            description = "Publisher to ask (${DEFAULT-VALUE}; environment MILLRACE_URL).")
    private String url = "";

    @Option(names = "--from-topic", description = "Read the recommendations topic instead of asking a publisher.")
    private boolean fromTopic;

    String user() {
        return user;
    }

    boolean isTopic() {
        return fromTopic;
    }

    /** The list as the topic has it. */
    JsonNode published(Cluster cluster) {
        return AvroJson.of(new Lookups(cluster)
                .recommendations(user)
                .orElseThrow(() -> CommandFailure.failed("no list has been published for user " + user)));
    }

    /** @param path behind the user's own */
    JsonNode asked(Cluster cluster, String path) {
        return new HttpApi(url, cluster.timeout()).get("/v1/users/" + HttpApi.segment(user) + path);
    }
}
