package dev.millrace.benchmarks.rig;

import dev.millrace.benchmarks.frame.Scratch;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.TopicSetup;
import dev.millrace.cli.console.LogCounts;
import dev.millrace.cli.console.Logs;
import dev.millrace.localbroker.LocalBroker;
import dev.millrace.localbroker.LocalBrokerSettings;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.registry.InProcessRegistry;
import dev.millrace.schemas.registry.RegistryHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Node;
import org.jspecify.annotations.Nullable;

/** A real broker with all topics and a registry, in this process and in a directory that is deleted at the end. */
public final class Rig implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Scratch scratch;
    private final Path log;
    private final LogCounts logged;
    private final LocalBroker broker;
    private final Cluster cluster;
    private final String registry;
    private @Nullable RegistryHttpServer registryServer;

    private Rig(Scratch scratch, Path log, LogCounts logged, LocalBroker broker, String registry) {
        this.scratch = scratch;
        this.log = log;
        this.logged = logged;
        this.broker = broker;
        this.registry = registry;
        this.cluster = new Cluster(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", registry),
                Topics.DEFAULT_PREFIX,
                PATIENCE);
    }

    /** Starts a broker on any free port and makes every topic of the catalogue. */
    public static Rig start(int partitions) {
        try {
            Scratch scratch = Scratch.open("");
            // Not inside: after a failure the log is what one wants to read.
            Path log = Files.createTempFile("millrace-bench-", ".log");
            LogCounts logged = Logs.toFile(log);
            LocalBroker broker =
                    LocalBroker.start(LocalBrokerSettings.in(scratch.directory().resolve("broker")));
            String registry = InProcessRegistry.SCHEME + "bench-" + UUID.randomUUID();
            Rig rig = new Rig(scratch, log, logged, broker, registry);
            new TopicSetup(rig.cluster).createMissing(partitions, 1);
            return rig;
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary file", e);
        }
    }

    /** Makes topics beside those of the catalogue. */
    public void create(List<NewTopic> topics) {
        new TopicSetup(cluster).create(topics);
    }

    /** Bytes of each topic on the broker's disk, internal topics too. */
    public Map<String, Long> logBytes() {
        Map<String, Long> bytes = new TreeMap<>();
        List<Integer> brokers = cluster.answer(cluster.admin().describeCluster().nodes()).stream()
                .map(Node::id)
                .toList();
        cluster.answer(cluster.admin().describeLogDirs(brokers).allDescriptions())
                .values()
                .forEach(dirs -> dirs.values().forEach(dir -> dir.replicaInfos()
                        .forEach((partition, info) -> bytes.merge(partition.topic(), info.size(), Long::sum))));
        return bytes;
    }

    public Cluster cluster() {
        return cluster;
    }

    public Topics topics() {
        return cluster.topics();
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Address of the registry inside this process. */
    public String registry() {
        return registry;
    }

    /** Address of the same registry for other processes; served from the first call on. */
    public synchronized String registryUrl() {
        RegistryHttpServer serving = registryServer;
        if (serving == null) {
            String scope = registry.substring(InProcessRegistry.SCHEME.length());
            serving = RegistryHttpServer.start(InProcessRegistry.scope(scope), 0);
            registryServer = serving;
        }
        return serving.url();
    }

    /** How much went wrong so far by the log's own account, and where the log is. */
    public String logged() {
        return logged.warnings() + " warnings, " + logged.errors() + " errors in " + log;
    }

    /** A directory for one purpose. */
    public Path directory(String name) {
        return scratch.directory().resolve(name);
    }

    @Override
    public synchronized void close() {
        RegistryHttpServer serving = registryServer;
        if (serving != null) {
            serving.close();
        }
        cluster.close();
        broker.close();
        scratch.close();
    }
}
