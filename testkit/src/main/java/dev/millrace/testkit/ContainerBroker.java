package dev.millrace.testkit;

import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A broker in a container. */
record ContainerBroker(KafkaContainer container) implements BrokerUnderTest {

    private static final String DEFAULT_IMAGE = "apache/kafka:4.4.0";

    /** As the in-JVM broker has it: see the reasons there. */
    private static final Map<String, String> SETTINGS = Map.of(
            "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false",
            "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0",
            "KAFKA_GROUP_STREAMS_INITIAL_REBALANCE_DELAY_MS", "0",
            "KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000",
            "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4",
            "KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4",
            "KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "500");

    static ContainerBroker start() {
        Assumptions.assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "Skipped: -D" + SWITCH + "=testcontainers needs a Docker engine, and none answers here");
        String image = System.getProperty(IMAGE, DEFAULT_IMAGE);
        var container = new KafkaContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka"))
                .withEnv(SETTINGS);
        container.start();
        return new ContainerBroker(container);
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void close() {
        container.close();
    }
}
