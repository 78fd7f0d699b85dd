package dev.millrace.publisher;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.rules.Rules;
import dev.millrace.shell.AppContext;
import dev.millrace.shell.AppDefinition;
import dev.millrace.shell.Settings;
import dev.millrace.shell.StreamsApp;
import dev.millrace.topologies.ingest.EventRules;
import dev.millrace.topologies.pacing.CommitPace;
import dev.millrace.topologies.publisher.PublisherSettings;
import dev.millrace.topologies.publisher.PublisherState;
import dev.millrace.topologies.publisher.PublisherTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** Runs the publisher topology and serves HTTP; its settings are in publisher-app.properties. */
public final class PublisherApp {

    private static final String OFF = "off";

    private PublisherApp() {}

    public static void main(String[] args) {
        System.exit(StreamsApp.main(definition(), args));
    }

    public static AppDefinition definition() {
        return AppDefinition.of("publisher-app", PublisherApp::topology).withStreamsSettings(PublisherApp::server);
    }

    private static Map<String, String> server(Settings settings) {
        HostInfo self = advertised(settings);
        return Map.of(StreamsConfig.APPLICATION_SERVER_CONFIG, self.host() + ":" + self.port());
    }

    private static Topology topology(AppContext context) {
        Settings settings = context.settings();
        PublisherSettings publisher = publisherSettings(settings);
        HttpSettings http = httpSettings(settings, publisher);
        PublisherState state = PublisherState.of(definitions(settings), rules(context));
        EventSender sender = EventSender.of(context.producerSettings(), http.ackTimeout());
        context.closeBeforeStreams(sender);
        var reader = new EventReader(eventRules(settings), http.maxEvents(), context.clock());
        var events = new EventRoutes(reader, sender, context.topics(), http.maxBodyBytes(), context.clock());
        context.onCreated(streams -> serve(context, http, state, streams, events));
        return PublisherTopology.build(
                context.topologyConfig(), context.topics(), publisher, state, context.meters(), context.clock());
    }

    /** Before the streams start: requests that come too early get a 503 instead of a refused connection. */
    private static void serve(
            AppContext context, HttpSettings http, PublisherState state, KafkaStreams streams, EventRoutes events) {
        var admission = new Admission(http.maxConcurrent(), http.maxPerSecond(), System::nanoTime);
        var metrics = new HttpMetrics(context.meters(), admission);
        var lists = new StreamsListStore(streams, http.advertised());
        var users = new UserRoutes(
                lists, new Peers(http.peerTimeout()), state, metrics, http.defaultLimit(), context.clock());
        var items = new ItemRoutes(state, http.defaultLimit(), context.clock(), new HasRun(streams));
        List<Route> routes = Routes.of(
                users,
                items,
                events,
                state.models(),
                OpenApi.page(eventRules(context.settings()).eventTypes(), http.maxEvents()));
        context.closeBeforeStreams(HttpServer.start(http, routes, admission, metrics));
    }

    private static Supplier<Rules> rules(AppContext context) {
        String file = context.settings().optional("publisher.rules").orElse(null);
        if (file == null) {
            return () -> Rules.NONE;
        }
        Duration interval = context.settings().duration("publisher.rules-interval");
        RulesWatch watch = RulesWatch.start(Path.of(file), interval, context.meters());
        context.closeAfterStreams(watch);
        return watch;
    }

    private static FeatureDefinitions definitions(Settings settings) {
        return settings.optional("feature.definitions")
                .map(file -> FeatureDefinitions.load(Path.of(file)))
                .orElseGet(FeatureDefinitions::standard);
    }

    static PublisherSettings publisherSettings(Settings settings) {
        return new PublisherSettings(
                settings.integer("publisher.list-length", 1, PublisherSettings.LONGEST_LIST),
                settings.integer("publisher.stored-length", 1, PublisherSettings.LONGEST_LIST),
                settings.duration("publisher.retry-interval"),
                new CommitPace(settings.duration("commit.soon"), settings.duration("commit.fresh")));
    }

    static HttpSettings httpSettings(Settings settings, PublisherSettings publisher) {
        return new HttpSettings(
                settings.text("http.host"),
                settings.integer("http.port", 1, 65_535),
                advertised(settings),
                publisher.listLength(),
                settings.integer("http.max-body-bytes", 1, 64 << 20),
                settings.integer("http.max-events", 1, 100_000),
                settings.integer("http.max-concurrent", 1, 10_000),
                settings.integer("http.max-per-second", 0, 1_000_000),
                settings.integer("http.max-connections", 1, 1_000_000),
                settings.duration("http.idle-timeout"),
                settings.duration("http.body-timeout"),
                settings.list("http.cors-origins"),
                settings.duration("http.peer-timeout"),
                settings.duration("http.ack-timeout"),
                settings.duration("http.shutdown-timeout"));
    }

    private static HostInfo advertised(Settings settings) {
        int port = settings.integer("http.port", 1, 65_535);
        return settings.optional("http.advertised")
                .map(address -> settings.parsed("http.advertised", HostInfo::buildFromEndpoint, "host:port"))
                .orElseGet(() -> new HostInfo("localhost", port));
    }

    static EventRules eventRules(Settings settings) {
        return new EventRules(
                Set.copyOf(settings.list("ingest.event-types")),
                settings.duration("ingest.max-ahead"),
                maxAge(settings));
    }

    private static @Nullable Duration maxAge(Settings settings) {
        return OFF.equals(settings.text("ingest.max-age")) ? null : settings.duration("ingest.max-age");
    }
}
