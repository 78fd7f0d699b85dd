package dev.millrace.schemas.registry;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** Trust and key stores of the registry connection: Kafka's own TLS settings behind {@code schema.registry.}. */
final class RegistryTls {

    private static final String PREFIX = "schema.registry.ssl.";

    private RegistryTls() {}

    /** @return empty when no such setting is given; the JDK's default trust then holds */
    static Optional<SSLContext> context(Map<String, ?> settings) {
        var ssl = new HashMap<String, Object>();
        settings.forEach((key, value) -> {
            if (key.startsWith(PREFIX) && value != null) {
                ssl.put(key.substring("schema.registry.".length()), value);
            }
        });
        if (ssl.isEmpty()) {
            return Optional.empty();
        }
        refuseUnverifiedHosts(ssl);
        // Kafka's factory reads JKS, PKCS12 and PEM stores; its SSLContext serves HTTP just as well.
        try (var factory = new DefaultSslEngineFactory()) {
            factory.configure(parsed(ssl));
            return Optional.of(factory.sslContext());
        }
    }

    private static Map<String, Object> parsed(Map<String, Object> ssl) {
        var definition = new ConfigDef();
        SslConfigs.addClientSslSupport(definition);
        return definition.parse(ssl);
    }

    private static void refuseUnverifiedHosts(Map<String, Object> ssl) {
        Object algorithm = ssl.getOrDefault(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "https");
        if (!"https".equalsIgnoreCase(algorithm.toString())) {
            throw new IllegalArgumentException(PREFIX + "endpoint.identification.algorithm must be https, was '"
                    + algorithm + "': host names are always verified");
        }
    }
}
