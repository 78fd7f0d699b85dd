package dev.millrace.schemas.compatibility;

import dev.millrace.schemas.registry.InProcessRegistry;
import dev.millrace.schemas.registry.RegistryHttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Confluent's client against our server. */
class ConfluentClientTest extends ConfluentClientContract {

    static RegistryHttpServer server;

    @BeforeAll
    static void start() {
        server = RegistryHttpServer.start(InProcessRegistry.scope("confluent-client-test"), 0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    String url() {
        return server.url();
    }
}
