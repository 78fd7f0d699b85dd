package dev.millrace.cli.commands;

import dev.millrace.cli.apps.App;
import dev.millrace.cli.apps.AppRunner;
import dev.millrace.cli.cluster.ClusterOptions;
import dev.millrace.shell.LogSetup;
import dev.millrace.shell.SharedSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts apps of the pipeline against any cluster. */
@Command(
        name = "run",
        header = "Start one app, some, or all of them in this process.",
        description = {
            "Apps: ingest, feature, scoring, publisher, retrain-trigger, training, registry; or all.",
            "The same apps run in one process or in several, with the same topics and the same state: an installation may"
                    + " begin with one process and be taken apart later.",
            "Settings: defaults < --command-config < --config < environment (MILLRACE_…) < options. In files and with --set,"
                    + " APP.KEY (ingest-app.num.stream.threads) is for one app alone.",
            "Exit code 0 after SIGTERM or SIGINT, 1 when an app failed, 2 for settings that cannot be used."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace run all --bootstrap-server kafka:9092",
            "  millrace run scoring --config prod.properties --set state.dir=/var/lib/millrace",
            "  millrace run registry --set schema.registry.serve=0.0.0.0:8081"
        })
public final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "APP", arity = "1..*", description = "Which apps, or all.")
    private List<String> names = List.of();

    @Option(names = "--bootstrap-server", paramLabel = "HOST:PORT", description = "The Kafka cluster (localhost:9092).")
    private @Nullable String bootstrapServer;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description =
                    "Properties for Kafka's clients and the registry's, by their own names, as for the other commands.")
    private @Nullable Path commandConfig;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings of the apps (environment MILLRACE_CONFIG).")
    private @Nullable Path config;

    @Option(names = "--schema-registry", paramLabel = "URL", description = "The schema registry (kafka:).")
    private @Nullable String schemaRegistry;

    @Option(names = "--prefix", paramLabel = "NAME", description = "First part of the topics' names (recs).")
    private @Nullable String prefix;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting of the apps.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Override
    public Integer call() {
        List<App> apps = List.copyOf(App.named(names));
        SharedSettings settings = SharedSettings.load(
                App.ids(),
                flags(),
                System.getenv(),
                config == null ? null : config.toString(),
                ClusterOptions.fileSettings(commandConfig));
        LogSetup.apply(settings.of(apps.get(0).id()));
        return new AppRunner(
                        apps,
                        settings,
                        names.contains(App.ALL),
                        spec.commandLine().getOut())
                .run();
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new LinkedHashMap<>(set);
        add(flags, "bootstrap.servers", bootstrapServer);
        add(flags, "schema.registry.url", schemaRegistry);
        add(flags, "topics.prefix", prefix);
        return flags;
    }

    private static void add(Map<String, String> flags, String key, @Nullable String value) {
        if (value != null) {
            flags.put(key, value);
        }
    }
}
