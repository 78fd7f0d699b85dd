package dev.millrace.ingest;

import dev.millrace.shell.AppContext;
import dev.millrace.shell.AppDefinition;
import dev.millrace.shell.Settings;
import dev.millrace.shell.StreamsApp;
import dev.millrace.topologies.ingest.IngestSettings;
import dev.millrace.topologies.ingest.IngestTopology;
import dev.millrace.topologies.pacing.CommitPace;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/** Runs the ingest topology; its settings are in ingest-app.properties. */
public final class IngestApp {

    private static final String OFF = "off";

    private IngestApp() {}

    public static void main(String[] args) {
        System.exit(StreamsApp.main(definition(), args));
    }

    public static AppDefinition definition() {
        return AppDefinition.of("ingest-app", IngestApp::topology);
    }

    private static Topology topology(AppContext context) {
        return IngestTopology.build(
                context.topologyConfig(),
                context.topics(),
                ingestSettings(context.settings(), context.partitions()),
                context.meters(),
                context.clock());
    }

    static IngestSettings ingestSettings(Settings settings, int partitions) {
        return new IngestSettings(
                Set.copyOf(settings.list("ingest.event-types")),
                settings.duration("ingest.max-ahead"),
                maxAge(settings),
                settings.duration("ingest.repeat-window"),
                settings.integer("ingest.bot-events-per-minute", 0, 1_000_000),
                settings.flag("ingest.input.append-time"),
                partitions,
                new CommitPace(settings.duration("commit.soon"), settings.duration("commit.fresh")));
    }

    private static @Nullable Duration maxAge(Settings settings) {
        return OFF.equals(settings.text("ingest.max-age")) ? null : settings.duration("ingest.max-age");
    }
}
