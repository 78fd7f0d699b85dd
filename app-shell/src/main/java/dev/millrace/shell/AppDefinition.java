package dev.millrace.shell;

import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.Topology;

/**
 * One app: its name, its topology, and what it tells Kafka Streams beyond the defaults.
 *
 * @param name such as {@code scoring-app}; its defaults stand in {@code <name>.properties} beside {@code anchor}
 * @param streams further Kafka Streams settings, taken from the app's own
 */
public record AppDefinition(
        String name,
        Class<?> anchor,
        Function<Settings, Map<String, Object>> streams,
        Function<AppContext, Topology> topology) {

    public static AppDefinition of(String name, Class<?> anchor, Function<AppContext, Topology> topology) {
        return new AppDefinition(name, anchor, settings -> Map.of(), topology);
    }
}
