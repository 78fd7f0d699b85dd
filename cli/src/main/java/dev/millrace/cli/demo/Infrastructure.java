package dev.millrace.cli.demo;

import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.TopicSetup;
import dev.millrace.localbroker.LocalBroker;
import dev.millrace.localbroker.LocalBrokerSettings;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.registry.KafkaRegistry;
import dev.millrace.schemas.registry.RegistryHttpServer;
import java.time.Duration;
import java.util.Map;

/** What the pipeline stands on, inside this process: a Kafka broker and a schema registry, reachable from outside. */
final class Infrastructure implements AutoCloseable {

    private static final int BROKER_PORT = 9092;
    private static final int REGISTRY_PORT = 8081;

    private final LocalBroker broker;
    private final KafkaRegistry registry;
    private final RegistryHttpServer registryServer;
    private final Cluster cluster;

    private Infrastructure(LocalBroker broker, Map<String, Object> settings) {
        this.broker = broker;
        // For other programs; Millrace's own commands and apps read the topic themselves.
        this.registry = KafkaRegistry.open(settings);
        this.registryServer = RegistryHttpServer.start(registry, Ports.preferred(REGISTRY_PORT));
        this.cluster = new Cluster(settings, Topics.DEFAULT_PREFIX, Duration.ofSeconds(30));
    }

    static Infrastructure start(WorkDirectory directory) {
        LocalBroker broker =
                LocalBroker.start(LocalBrokerSettings.in(directory.broker()).onPort(Ports.preferred(BROKER_PORT)));
        try {
            return new Infrastructure(
                    broker,
                    Map.of(
                            "bootstrap.servers",
                            broker.bootstrapServers(),
                            "schema.registry.url",
                            KafkaRegistry.SCHEME));
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /** Creates topics and registers schemas that are missing. */
    void prepare(int partitions) {
        TopicSetup setup = new TopicSetup(cluster);
        setup.createMissing(partitions, 1);
        setup.registerSchemas();
    }

    Cluster cluster() {
        return cluster;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** For other programs. */
    String registryUrl() {
        return registryServer.url();
    }

    /** The options that the other commands need to find this broker; empty where their defaults do. */
    String commandOptions() {
        return broker.port() == BROKER_PORT ? "" : " --bootstrap-server " + bootstrapServers();
    }

    @Override
    public void close() {
        cluster.close();
        registryServer.close();
        registry.close();
        broker.close();
    }
}
