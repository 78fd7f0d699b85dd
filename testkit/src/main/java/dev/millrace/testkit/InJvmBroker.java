package dev.millrace.testkit;

import dev.millrace.localbroker.LocalBroker;
import dev.millrace.localbroker.LocalBrokerSettings;
import java.nio.file.Path;

/** A broker in this JVM on a directory that goes when it does. */
record InJvmBroker(LocalBroker broker, Path dir) implements BrokerUnderTest {

    static InJvmBroker start() {
        Path dir = TempDirs.create("broker-under-test");
        return new InJvmBroker(LocalBroker.start(LocalBrokerSettings.in(dir)), dir);
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public void close() {
        broker.close();
        TempDirs.delete(dir);
    }
}
