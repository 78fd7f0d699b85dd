package dev.millrace.schemas.compatibility;

import dev.millrace.schemas.registry.Registries;
import dev.millrace.schemas.registry.SchemaRegistry;
import dev.millrace.schemas.registry.SchemaRegistryContract;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** Our client, and Confluent's beside it, against a real registry server. */
class ApicurioXIT {

    static Apicurio apicurio;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        apicurio = Apicurio.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        apicurio.close();
    }

    @Nested
    class OurClient extends SchemaRegistryContract {
        @Override
        protected SchemaRegistry registry() {
            return Registries.open(Map.of("schema.registry.url", apicurio.url()));
        }
    }

    @Nested
    class BesideConfluentsClient extends ConfluentClientContract {
        @Override
        String url() {
            return apicurio.url();
        }
    }
}
