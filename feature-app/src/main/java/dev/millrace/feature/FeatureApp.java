package dev.millrace.feature;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.shell.AppContext;
import dev.millrace.shell.AppDefinition;
import dev.millrace.shell.Settings;
import dev.millrace.shell.StreamsApp;
import dev.millrace.topologies.feature.FeatureSettings;
import dev.millrace.topologies.feature.FeatureTopology;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.streams.Topology;

/** Runs the feature topology; its settings are in feature-app.properties. */
public final class FeatureApp {

    private FeatureApp() {}

    public static void main(String[] args) {
        System.exit(StreamsApp.main(definition(), args));
    }

    public static AppDefinition definition() {
        return AppDefinition.of("feature-app", FeatureApp::topology);
    }

    private static Topology topology(AppContext context) {
        return FeatureTopology.build(
                context.topologyConfig(),
                context.topics(),
                context.partitions(),
                featureSettings(context.settings()),
                context.meters());
    }

    static FeatureSettings featureSettings(Settings settings) {
        return new FeatureSettings(
                settings.optional("feature.definitions")
                        .map(file -> FeatureDefinitions.load(Path.of(file)))
                        .orElseGet(FeatureDefinitions::standard),
                EventWeights.defaults().with(eventWeights(settings)),
                settings.duration("feature.publish-interval"),
                settings.flag("feature.catalog-only"));
    }

    private static Map<String, String> eventWeights(Settings settings) {
        return settings.family(EventWeights.PREFIX).entrySet().stream()
                .collect(Collectors.toMap(weight -> EventWeights.PREFIX + weight.getKey(), Map.Entry::getValue));
    }
}
