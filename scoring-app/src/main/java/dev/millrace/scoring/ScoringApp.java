package dev.millrace.scoring;

import dev.millrace.model.features.ItemTable;
import dev.millrace.shell.AppContext;
import dev.millrace.shell.AppDefinition;
import dev.millrace.shell.StreamsApp;
import dev.millrace.topologies.scoring.ScoringSettings;
import dev.millrace.topologies.scoring.ScoringTopology;
import dev.millrace.topologies.scoring.models.ModelFeed;
import org.apache.kafka.streams.Topology;

/** Runs the scoring topology and the model feed; its settings are in scoring-app.properties. */
public final class ScoringApp {

    private ScoringApp() {}

    public static void main(String[] args) {
        System.exit(StreamsApp.main(definition(), args));
    }

    public static AppDefinition definition() {
        return AppDefinition.of("scoring-app", ScoringApp::topology);
    }

    private static Topology topology(AppContext context) {
        ScoringSettings settings = ScoringAppSettings.scoring(context.settings());
        var items = new ItemTable(settings.definitions());
        var feed = new ModelFeed(
                context.topics(),
                settings,
                ScoringAppSettings.models(context.settings()),
                items,
                context.meters(),
                ModelFeed.consumers(context.consumerSettings()));
        context.readyWhen("model loaded", feed::isReady);
        context.closeAfterStreams(feed);
        // Item features come in with the topology; a model may be loaded before them, it looks them up when it scores.
        feed.start();
        return ScoringTopology.build(
                context.topologyConfig(),
                context.topics(),
                settings,
                items,
                feed.models(),
                context.meters(),
                context.clock());
    }
}
