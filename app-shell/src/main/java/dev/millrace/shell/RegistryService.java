package dev.millrace.shell;

import dev.millrace.schemas.Secrets;
import dev.millrace.schemas.registry.KafkaRegistry;
import dev.millrace.schemas.registry.RegistryHttpServer;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Confluent's REST API in front of the registry in a topic, for tools outside: {@code schema.registry.serve}. */
public final class RegistryService implements AutoCloseable {

    private static final String SERVE = "schema.registry.serve";
    private static final Logger LOG = LoggerFactory.getLogger(RegistryService.class);

    private final KafkaRegistry registry;
    private final RegistryHttpServer server;

    private RegistryService(KafkaRegistry registry, RegistryHttpServer server) {
        this.registry = registry;
        this.server = server;
    }

    /**
     * Serves where the setting says; empty when it is blank.
     *
     * @throws SettingsException when the setting cannot be used
     */
    public static Optional<RegistryService> open(Settings settings) {
        return settings.optional(SERVE).map(any -> start(settings));
    }

    private static RegistryService start(Settings settings) {
        InetSocketAddress address = settings.parsed(SERVE, RegistryService::address, "HOST:PORT");
        if (!KafkaRegistry.isMeant(settings.registry())) {
            throw new SettingsException(SERVE + " serves the registry of schema.registry.url=kafka:; "
                    + Secrets.masked("schema.registry.url", settings.text("schema.registry.url"))
                    + " is served by somebody else");
        }
        KafkaRegistry registry = KafkaRegistry.open(settings.registry());
        try {
            var service = new RegistryService(registry, RegistryHttpServer.start(registry, address));
            LOG.info("Schema registry at {}", service.url());
            return service;
        } catch (UncheckedIOException e) {
            throw new SettingsException(e.getMessage() + " (" + SERVE + "=" + settings.text(SERVE) + ")", e);
        }
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon).replace("[", "").replace("]", "");
        if (host.isBlank()) {
            throw new IllegalArgumentException("no host");
        }
        return new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
    }

    /** What clients give as {@code schema.registry.url}. */
    public String url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
        registry.close();
    }
}
