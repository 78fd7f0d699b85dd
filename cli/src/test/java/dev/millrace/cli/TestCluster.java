package dev.millrace.cli;

import dev.millrace.cli.cluster.Cluster;
import dev.millrace.schemas.registry.InProcessRegistry;
import dev.millrace.schemas.registry.RegistryHttpServer;
import dev.millrace.testkit.BrokerUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A broker and a registry for one test class, and the cluster that the commands see in them. */
public final class TestCluster implements AutoCloseable {

    private final BrokerUnderTest broker = BrokerUnderTest.start();
    private final RegistryHttpServer registry;
    private final Cluster cluster;

    /** @param scope whose schemas the registry keeps: a name that no other test has */
    public TestCluster(String scope) {
        registry = RegistryHttpServer.start(InProcessRegistry.scope(scope), 0);
        cluster = new Cluster(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", registry.url()),
                "recs",
                Duration.ofSeconds(20));
    }

    public Cluster cluster() {
        return cluster;
    }

    /** A command, as a user of this cluster would type it. */
    CommandRun run(String... args) {
        return CommandRun.of(
                List.of(args), "--bootstrap-server", broker.bootstrapServers(), "--schema-registry", registry.url());
    }

    @Override
    public void close() {
        cluster.close();
        registry.close();
        broker.close();
    }
}
