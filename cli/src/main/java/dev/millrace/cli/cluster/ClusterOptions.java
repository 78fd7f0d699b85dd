package dev.millrace.cli.cluster;

import dev.millrace.cli.console.CommandFailure;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that talks to a cluster; the names are those of Kafka's own tools. */
public final class ClusterOptions {

    private static final int DEFAULT_SECONDS = 10;

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:MILLRACE_BOOTSTRAP_SERVERS:-localhost:9092}",
            description = "The Kafka cluster (${DEFAULT-VALUE}; environment MILLRACE_BOOTSTRAP_SERVERS).")
    private String bootstrapServer = "localhost:9092";

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description =
                    "Properties for Kafka's clients and the registry's: security.protocol=…, schema.registry.url=… .")
    private @Nullable Path commandConfig;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            defaultValue = "${env:MILLRACE_SCHEMA_REGISTRY_URL}",
            description = "The schema registry (kafka:, a topic of the cluster, or what the --command-config file says;"
                    + " environment MILLRACE_SCHEMA_REGISTRY_URL).")
    private @Nullable String schemaRegistry;

    @Option(
            names = "--prefix",
            paramLabel = "NAME",
            defaultValue = "${env:MILLRACE_TOPICS_PREFIX:-recs}",
            description = "First part of the topics' names (${DEFAULT-VALUE}; environment MILLRACE_TOPICS_PREFIX).")
    private String prefix = "recs";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait for an answer (" + DEFAULT_SECONDS + ").")
    private @Nullable Integer timeoutSeconds;

    /** Opens what is needed lazily; a broker that does not answer is noticed at the first question. */
    public Cluster connect() {
        Map<String, Object> settings = new HashMap<>(fileSettings(commandConfig));
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
        if (schemaRegistry != null && !schemaRegistry.isBlank()) {
            settings.put("schema.registry.url", schemaRegistry);
        }
        settings.putIfAbsent("schema.registry.url", "kafka:");
        return new Cluster(settings, prefix, givenTimeout().orElse(Duration.ofSeconds(DEFAULT_SECONDS)));
    }

    /** What the user said on how long to wait. */
    public Optional<Duration> givenTimeout() {
        return Optional.ofNullable(timeoutSeconds).map(seconds -> Duration.ofSeconds(Math.max(1, seconds)));
    }

    /** What a file of Kafka's client settings says; nothing where there is none. */
    public static Map<String, String> fileSettings(@Nullable Path commandConfig) {
        Map<String, String> settings = new HashMap<>();
        if (commandConfig == null) {
            return settings;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(commandConfig)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw CommandFailure.badInput(
                    "the --command-config file " + commandConfig + " cannot be read as properties in UTF-8", e);
        }
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }
}
