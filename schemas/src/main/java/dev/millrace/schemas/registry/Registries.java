package dev.millrace.schemas.registry;

import java.time.Clock;
import java.util.Map;

/** Opens the registry that settings name. */
public final class Registries {

    private Registries() {}

    /**
     * Does not ask the registry anything yet.
     *
     * @param settings by Confluent's names; {@code schema.registry.url} is required and may be {@code kafka:} (then
     *     with the settings of Kafka's clients) or {@code mock://scope}
     * @throws IllegalArgumentException when a setting is missing or unusable, with its key
     */
    public static SchemaRegistry open(Map<String, ?> settings) {
        String url = RegistrySettings.text(settings, RegistrySettings.URL).orElse("");
        if (url.startsWith(InProcessRegistry.SCHEME)) {
            return InProcessRegistry.scope(url.substring(InProcessRegistry.SCHEME.length()));
        }
        if (KafkaRegistry.isMeant(settings)) {
            return new CachingRegistry(KafkaRegistry.open(settings), Clock.systemUTC());
        }
        var connection = new RegistryConnection(RegistrySettings.of(settings));
        return new CachingRegistry(new HttpRegistry(connection), Clock.systemUTC());
    }
}
