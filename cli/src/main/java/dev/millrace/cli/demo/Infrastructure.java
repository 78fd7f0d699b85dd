package dev.millrace.cli.demo;

import dev.millrace.cli.cluster.Cluster;
import dev.millrace.localbroker.LocalBroker;
import dev.millrace.localbroker.LocalBrokerSettings;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.registry.InProcessRegistry;
import dev.millrace.schemas.registry.RegistryHttpServer;
import java.time.Duration;
import java.util.Map;

/** What the pipeline stands on, inside this process: a Kafka broker and a schema registry, reachable from outside. */
final class Infrastructure implements AutoCloseable {

    private static final int BROKER_PORT = 9092;
    private static final int REGISTRY_PORT = 8081;
    private static final String SCOPE = "demo";

    private final LocalBroker broker;
    private final RegistryHttpServer registry;
    private final Cluster cluster;

    private Infrastructure(LocalBroker broker, RegistryHttpServer registry) {
        this.broker = broker;
        this.registry = registry;
        // In this process the registry is asked directly; others ask it over HTTP and see the same ids.
        this.cluster = new Cluster(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", registryInProcess()),
                Topics.DEFAULT_PREFIX,
                Duration.ofSeconds(30));
    }

    static Infrastructure start(WorkDirectory directory) {
        LocalBroker broker =
                LocalBroker.start(LocalBrokerSettings.in(directory.broker()).onPort(Ports.preferred(BROKER_PORT)));
        try {
            InProcessRegistry registry = InProcessRegistry.scope(SCOPE, directory.registry());
            return new Infrastructure(broker, RegistryHttpServer.start(registry, Ports.preferred(REGISTRY_PORT)));
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    Cluster cluster() {
        return cluster;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** For other programs. */
    String registryUrl() {
        return registry.url();
    }

    /** For the apps in this process. */
    static String registryInProcess() {
        return InProcessRegistry.SCHEME + SCOPE;
    }

    /** The options that the other commands need to find this broker; empty where their defaults do. */
    String commandOptions() {
        String options = "";
        if (broker.port() != BROKER_PORT) {
            options += " --bootstrap-server " + bootstrapServers();
        }
        return registryUrl().endsWith(":" + REGISTRY_PORT) ? options : options + " --schema-registry " + registryUrl();
    }

    @Override
    public void close() {
        cluster.close();
        registry.close();
        broker.close();
    }
}
