package dev.millrace.shell;

import dev.millrace.schemas.TopicSpec;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.streams.Topology;

/**
 * What makes one app different from the others.
 *
 * @param name such as {@code scoring-app}; the name of its bundled properties file, and of it in the topic catalogue
 * @param topology builds the topology and whatever runs beside it
 * @param uses which topics of the catalogue must exist before the app starts
 * @param streamsSettings settings of Kafka Streams that follow from the app's own, such as {@code application.server}
 */
public record AppDefinition(
        String name,
        Function<AppContext, Topology> topology,
        Predicate<TopicSpec> uses,
        Function<Settings, Map<String, String>> streamsSettings) {

    /** An app that uses the topics whose producers or consumers the catalogue says it is. */
    public static AppDefinition of(String name, Function<AppContext, Topology> topology) {
        return new AppDefinition(name, topology, spec -> isParty(name, spec), settings -> Map.of());
    }

    public AppDefinition usingTopics(Predicate<TopicSpec> which) {
        return new AppDefinition(name, topology, which, streamsSettings);
    }

    public AppDefinition withStreamsSettings(Function<Settings, Map<String, String>> more) {
        return new AppDefinition(name, topology, uses, more);
    }

    static boolean isParty(String app, TopicSpec spec) {
        return spec.producers().contains(app)
                || spec.consumers().contains(app)
                || spec.consumers().contains("every app");
    }
}
