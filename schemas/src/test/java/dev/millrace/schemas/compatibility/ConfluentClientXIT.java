package dev.millrace.schemas.compatibility;

import dev.millrace.schemas.registry.KafkaRegistry;
import dev.millrace.schemas.registry.RegistryBroker;
import dev.millrace.schemas.registry.RegistryHttpServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Confluent's client against our server in front of a registry in a topic. */
class ConfluentClientXIT extends ConfluentClientContract {

    @TempDir
    static Path dir;

    static RegistryBroker broker;
    static KafkaRegistry registry;
    static RegistryHttpServer server;

    @BeforeAll
    static void start() throws Exception {
        broker = RegistryBroker.start(dir);
        registry = KafkaRegistry.open(broker.newRegistry());
        server = RegistryHttpServer.start(registry, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
        registry.close();
        broker.close();
    }

    @Override
    String url() {
        return server.url();
    }
}
