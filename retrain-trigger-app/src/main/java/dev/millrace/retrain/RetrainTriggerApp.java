package dev.millrace.retrain;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.shell.AppContext;
import dev.millrace.shell.AppDefinition;
import dev.millrace.shell.Settings;
import dev.millrace.shell.StreamsApp;
import dev.millrace.topologies.retrain.PolicySettings;
import dev.millrace.topologies.retrain.RetrainSettings;
import dev.millrace.topologies.retrain.RetrainTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** Runs the retrain-trigger topology; its settings are in retrain-trigger-app.properties. */
public final class RetrainTriggerApp {

    private static final int MOST = Integer.MAX_VALUE;

    private RetrainTriggerApp() {}

    public static void main(String[] args) {
        System.exit(StreamsApp.main(definition(), args));
    }

    public static AppDefinition definition() {
        // A list that is there already must be known before the event that it is judged by.
        return AppDefinition.of("retrain-trigger-app", RetrainTriggerApp::topology)
                .withStreamsSettings(settings -> Map.of(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, "0"));
    }

    private static Topology topology(AppContext context) {
        return RetrainTopology.build(
                context.topologyConfig(), context.topics(), retrainSettings(context.settings()), context.meters());
    }

    static RetrainSettings retrainSettings(Settings settings) {
        FeatureDefinitions definitions = settings.optional("feature.definitions")
                .map(file -> FeatureDefinitions.load(Path.of(file)))
                .orElseGet(FeatureDefinitions::standard);
        List<Duration> halfLives = Arrays.stream(definitions.itemHalfLivesMs())
                .mapToObj(Duration::ofMillis)
                .toList();
        return new RetrainSettings(
                settings.text("retrain.slot"),
                EventWeights.defaults().with(eventWeights(settings)),
                halfLives,
                definitions.trending(),
                Duration.ofMillis(definitions.clickWindowMs()),
                settings.duration("retrain.flush-interval"),
                settings.duration("retrain.report-interval"),
                settings.integer("retrain.recent-events", 1, MOST),
                policy(settings));
    }

    private static PolicySettings policy(Settings settings) {
        return new PolicySettings(
                settings.integer("retrain.minimum-samples", 1, MOST),
                settings.decimal("retrain.quality-drop", 0, 1),
                settings.decimal("retrain.unknown-share", 0, 1),
                settings.decimal("retrain.new-data-share", 0, 1000),
                settings.integer("retrain.minimum-new-events", 1, MOST),
                settings.integer("retrain.first-model-events", 1, MOST),
                settings.duration("retrain.maximum-age"),
                settings.decimal("retrain.margin", 0, 1),
                settings.integer("retrain.confirmations", 1, MOST),
                settings.duration("retrain.cool-down"),
                settings.duration("retrain.request-timeout"));
    }

    private static Map<String, String> eventWeights(Settings settings) {
        return settings.family(EventWeights.PREFIX).entrySet().stream()
                .collect(Collectors.toMap(weight -> EventWeights.PREFIX + weight.getKey(), Map.Entry::getValue));
    }
}
