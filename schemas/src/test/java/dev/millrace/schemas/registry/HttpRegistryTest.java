package dev.millrace.schemas.registry;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The client against the server, both ours; {@code ConfluentClientTest} and {@code ApicurioXIT} hold them to others.
 */
class HttpRegistryTest extends SchemaRegistryContract {

    static RegistryHttpServer server;

    @BeforeAll
    static void start() {
        server = RegistryHttpServer.start(InProcessRegistry.scope("http-registry-test"), 0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected SchemaRegistry registry() {
        return Registries.open(Map.of("schema.registry.url", server.url() + "/"));
    }
}
