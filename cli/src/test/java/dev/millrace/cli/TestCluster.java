package dev.millrace.cli;

import dev.millrace.cli.cluster.Cluster;
import dev.millrace.testkit.BrokerUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A broker for one test class, and the cluster that the commands see in it. */
public final class TestCluster implements AutoCloseable {

    private final BrokerUnderTest broker = BrokerUnderTest.start();
    private final Cluster cluster;

    public TestCluster() {
        cluster = new Cluster(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", "kafka:"),
                "recs",
                Duration.ofSeconds(20));
    }

    public Cluster cluster() {
        return cluster;
    }

    /** A command, as a user of this cluster would type it. */
    CommandRun run(String... args) {
        return CommandRun.of(List.of(args), "--bootstrap-server", broker.bootstrapServers());
    }

    @Override
    public void close() {
        cluster.close();
        broker.close();
    }
}
