package dev.millrace.cli.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.TopicReader;
import dev.millrace.cli.cluster.TopicSetup;
import dev.millrace.cli.cluster.TopicSetup.State;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.console.Json;
import dev.millrace.cli.console.Table;
import dev.millrace.schemas.Contracts;
import dev.millrace.schemas.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Groups the commands about topics. */
@Command(
        name = "topics",
        header = "Create and inspect the pipeline's topics.",
        mixinStandardHelpOptions = true,
        subcommands = {TopicsCommand.Apply.class, TopicsCommand.ListAll.class, TopicsCommand.Describe.class})
public final class TopicsCommand extends CommandGroup {

    /** Creates what is missing. */
    @Command(
            name = "apply",
            header = "Create the topics and register the schemas that are missing, and report topics that differ.",
            description = "Existing topics are never changed: fewer partitions or a shorter retention would lose data,"
                    + " more partitions would move keys.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  millrace topics apply --bootstrap-server kafka:9092 --partitions 24")
    static final class Apply extends ClusterCommand {

        @Option(
                names = "--partitions",
                defaultValue = "12",
                description = "Partitions of new topics (${DEFAULT-VALUE}).")
        private int partitions = 12;

        @Option(
                names = "--replication-factor",
                defaultValue = "0",
                description =
                        "Copies of each partition; 0: three, or one per broker if there are fewer (${DEFAULT-VALUE}).")
        private int replicas;

        @Option(names = "--dry-run", description = "Only say what would be created.")
        private boolean dryRun;

        @Override
        int run(Cluster cluster) {
            if (partitions < 1 || replicas < 0 || replicas > Short.MAX_VALUE) {
                throw CommandFailure.badInput("--partitions must be at least 1 and --replication-factor from 0 to "
                        + Short.MAX_VALUE + ", were " + partitions + " and " + replicas);
            }
            TopicSetup setup = new TopicSetup(cluster);
            List<State> before = setup.inspect();
            int common = TopicSetup.commonPartitions(before, partitions);
            List<String> missing = before.stream()
                    .filter(state -> !state.exists())
                    .map(state -> state.spec().name())
                    .toList();
            if (!dryRun && !missing.isEmpty()) {
                setup.createMissing(common, replicas);
            }
            List<String> schemas = dryRun ? unregistered(cluster, setup, missing) : setup.registerSchemas();
            List<String> fatal = oddCounts(before, common);
            List<String> differences = Stream.concat(fatal.stream(), differences(before, common).stream())
                    .toList();
            int code = fatal.isEmpty() ? ExitCodes.OK : ExitCodes.FAILED;
            if (isJson()) {
                printJson(Map.of(
                        "dryRun", dryRun, "created", missing, "registered", schemas, "differences", differences));
                return code;
            }
            missing.forEach(name -> say((dryRun ? "would create " : "created ") + name));
            schemas.forEach(schema -> say((dryRun ? "would register: " : "registered: ") + schema));
            differences.forEach(line -> say("differs: " + line));
            say(String.format(
                    Locale.ROOT,
                    "%d topics %s, %d were there, %d differences; %d schemas %s in %s",
                    missing.size(),
                    dryRun ? "to create" : "created",
                    before.size() - missing.size(),
                    differences.size(),
                    schemas.size(),
                    dryRun ? "to register" : "registered",
                    cluster.registryUrl()));
            return code;
        }

        /** Without the topic that is the registry nothing can be asked of it: then all of them. */
        private static List<String> unregistered(Cluster cluster, TopicSetup setup, List<String> missingTopics) {
            return missingTopics.contains(cluster.topics().schemas().name())
                    ? Contracts.of(cluster.topics()).keySet().stream()
                            .map(subject -> subject + " is not there")
                            .toList()
                    : setup.missingSchemas();
        }

        /** What no app starts with. */
        private static List<String> oddCounts(List<State> states, int common) {
            return states.stream()
                    .filter(state ->
                            state.spec().copartitioned() || state.spec().single())
                    .flatMap(state -> wrongCount(state, common))
                    .map(line -> line + "; no app that uses it starts until it is deleted and created anew")
                    .toList();
        }

        private List<String> differences(List<State> states, int common) {
            Stream<String> wanted = common == partitions
                    ? Stream.empty()
                    : Stream.of("user-keyed topics have " + common + " partitions and keep them; --partitions "
                            + partitions + " was not applied");
            Stream<String> counts = states.stream()
                    .filter(state ->
                            !state.spec().copartitioned() && !state.spec().single())
                    .flatMap(state -> wrongCount(state, common));
            Stream<String> settings = states.stream().flatMap(state -> state.differences().stream()
                    .map(difference -> state.spec().name() + ": " + difference
                            + "; alter it with kafka-configs.sh if this is not on purpose"));
            return Stream.of(wanted, counts, settings).flatMap(s -> s).toList();
        }

        private static Stream<String> wrongCount(State state, int common) {
            int right = state.spec().partitions(common);
            return state.exists() && state.partitions() != right
                    ? Stream.of(
                            state.spec().name() + " has " + state.partitions() + " partitions, should have " + right)
                    : Stream.empty();
        }
    }

    /** Lists them. */
    @Command(
            name = "list",
            header = "List the topics of the catalogue with what the cluster holds.",
            mixinStandardHelpOptions = true)
    static final class ListAll extends ClusterCommand {

        @Override
        int run(Cluster cluster) {
            List<State> states = new TopicSetup(cluster).inspect();
            Map<String, Long> spans = spans(cluster, states);
            if (isJson()) {
                ArrayNode rows = Json.MAPPER.createArrayNode();
                states.forEach(
                        state -> rows.add(describe(state, spans.get(state.spec().name()))));
                printJson(rows);
                return ExitCodes.OK;
            }
            Table table = Table.of("topic", "partitions", "offsets", "key", "value", "what");
            for (State state : states) {
                TopicSpec spec = state.spec();
                table.row(
                        spec.name(),
                        state.exists() ? state.partitions() : "missing",
                        state.exists() ? String.format(Locale.ROOT, "%,d", spans.getOrDefault(spec.name(), 0L)) : "-",
                        spec.keying().label(),
                        spec.value(),
                        spec.description());
            }
            print(table);
            return ExitCodes.OK;
        }
    }

    /** Shows one. */
    @Command(
            name = "describe",
            header = "Show one topic: settings, who writes and reads it, what differs from the catalogue.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  millrace topics describe recommendations")
    static final class Describe extends ClusterCommand {

        @Parameters(paramLabel = "TOPIC", description = "Full name, or the part between prefix and version.")
        private String name = "";

        @Override
        int run(Cluster cluster) {
            String full = TopicNames.full(cluster, name);
            State state = new TopicSetup(cluster)
                    .inspect().stream()
                            .filter(each -> each.spec().name().equals(full))
                            .findFirst()
                            .orElseThrow();
            ObjectNode node = describe(state, spans(cluster, List.of(state)).get(full));
            if (isJson()) {
                printJson(node);
                return ExitCodes.OK;
            }
            Table table = Table.of("topic", full);
            node.properties().stream()
                    .filter(entry -> !entry.getKey().equals("name"))
                    .forEach(entry -> table.row(
                            entry.getKey(),
                            entry.getValue().isTextual()
                                    ? entry.getValue().asText()
                                    : entry.getValue().toString()));
            print(table);
            if (!state.exists()) {
                throw CommandFailure.failed(
                        "the cluster has no topic " + full + "; `millrace topics apply` creates it");
            }
            return ExitCodes.OK;
        }
    }

    private static Map<String, Long> spans(Cluster cluster, List<State> states) {
        List<TopicPartition> partitions = states.stream()
                .flatMap(state -> IntStream.range(0, state.partitions())
                        .mapToObj(p -> new TopicPartition(state.spec().name(), p)))
                .toList();
        try (Consumer<byte[], byte[]> consumer = cluster.consumer()) {
            return TopicReader.spans(consumer, partitions);
        }
    }

    private static ObjectNode describe(State state, @Nullable Long span) {
        TopicSpec spec = state.spec();
        Duration retention = spec.retention();
        ObjectNode node = Json.object()
                .put("name", spec.name())
                .put("exists", state.exists())
                .put("partitions", state.partitions())
                .put("offsets", span)
                .put("what", spec.description())
                .put("key", spec.keying().label())
                .put("value", spec.value())
                .put("cleanup", spec.cleanup().policy())
                .put("retention", retention == null ? "forever" : retention.toDays() + " days")
                .put("producers", String.join(", ", spec.producers()))
                .put("consumers", String.join(", ", spec.consumers()));
        node.set("settings", Json.MAPPER.valueToTree(spec.configs()));
        node.set("differences", Json.MAPPER.valueToTree(state.differences()));
        return node;
    }
}
