package dev.millrace.testkit;

/**
 * The Kafka broker that a broker-backed test ({@code *XIT}) runs against: {@code LocalBroker} in this JVM, or with
 * {@code -Dmillrace.test.broker=testcontainers} a container of Apache Kafka's image
 * ({@code -Dmillrace.test.kafka-image} names another one). Where a container is asked for and no Docker engine answers,
 * the test is skipped and says so.
 */
public interface BrokerUnderTest extends AutoCloseable {

    String SWITCH = "millrace.test.broker";
    String IMAGE = "millrace.test.kafka-image";

    static BrokerUnderTest start() {
        String kind = System.getProperty(SWITCH, "local");
        return switch (kind) {
            case "local" -> InJvmBroker.start();
            case "testcontainers" -> ContainerBroker.start();
            default ->
                throw new IllegalArgumentException(
                        "-D" + SWITCH + " is 'local' or 'testcontainers', was '" + kind + "'");
        };
    }

    String bootstrapServers();

    /** Creates topics, writes to them and reads from them. */
    default BrokerProbe probe() {
        return new BrokerProbe(bootstrapServers());
    }

    @Override
    void close();
}
