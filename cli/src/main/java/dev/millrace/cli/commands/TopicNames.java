package dev.millrace.cli.commands;

import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.schemas.TopicSpec;
import java.util.List;

/** Finds topics by the short names that people type. */
final class TopicNames {

    private TopicNames() {}

    /** The full name for a full or a short one: {@code recommendations} is {@code recs.recommendations.v1}. */
    static String full(Cluster cluster, String name) {
        List<String> names =
                cluster.topics().specs().stream().map(TopicSpec::name).toList();
        String candidate = cluster.topics().prefix() + "." + name + ".v1";
        if (names.contains(candidate)) {
            return candidate;
        }
        if (names.contains(name)) {
            return name;
        }
        throw CommandFailure.badInput("the catalogue has no topic '" + name + "'; there are "
                + String.join(", ", names.stream().map(TopicNames::shortened).toList()));
    }

    private static String shortened(String full) {
        return full.substring(full.indexOf('.') + 1).replaceFirst("\\.v\\d+$", "");
    }
}
