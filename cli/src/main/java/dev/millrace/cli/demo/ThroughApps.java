package dev.millrace.cli.demo;

import dev.millrace.avro.ModelManifest;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.GroupLags;
import dev.millrace.cli.cluster.ModelLedger;
import dev.millrace.cli.cluster.Pace;
import dev.millrace.cli.cluster.Records;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.Logs;
import dev.millrace.cli.console.Progress;
import dev.millrace.cli.input.CatalogItem;
import dev.millrace.cli.input.EventIds;
import dev.millrace.cli.input.EventIds.RepeatedRows;
import dev.millrace.feature.FeatureApp;
import dev.millrace.ingest.IngestApp;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.Neighbours;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.publisher.PublisherApp;
import dev.millrace.schemas.Topics;
import dev.millrace.scoring.ScoringApp;
import dev.millrace.shell.AppDefinition;
import dev.millrace.training.registry.ModelRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Replays recorded events through the real apps over a real broker in this process, and keeps what they published.
 *
 * <p>Step by step, the events of one timestamp are sent together and their lists are awaited; only then do the features
 * of the items that they touched go on, and only when every app has those the next moment comes. All waiting is for
 * offsets. So each list is made of the state that an offline replay has, however slow the machine is. At a given rate
 * nothing waits for anything.
 */
public final class ThroughApps {

    private static final Duration LOOK_EVERY = Duration.ofMillis(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * What is replayed.
     *
     * @param history events of the log, from its beginning, that are there before the first model is trained
     * @param live events after them that are replayed; ends with the last event of a timestamp
     * @param rate events per second; 0: step by step
     * @param partitions of the user-keyed topics
     * @param eventTypes types that the screening lets pass, beside the usual ones
     * @param publisher settings of the publisher, beside the usual ones
     */
    public record Settings(
            InteractionLog log,
            List<CatalogItem> items,
            int history,
            int live,
            double rate,
            int partitions,
            Set<String> eventTypes,
            Map<String, String> publisher) {}

    private final Settings settings;
    private final InteractionLog log;
    private final Cluster cluster;
    private final Topics topics;
    private final AppsInProcess apps;
    private final Sender sender;
    private final GroupLags groups;
    private final String[] ids;
    private final Map<String, Set<String>> handedOn = new HashMap<>();

    private ThroughApps(Settings settings, Cluster cluster, AppsInProcess apps, Sender sender) {
        this.settings = settings;
        this.log = settings.log();
        this.cluster = cluster;
        this.topics = cluster.topics();
        this.apps = apps;
        this.sender = sender;
        this.groups = new GroupLags(cluster);
        this.ids = new String[log.size()];
        // Rows that are equal in every field are events of their own: the offline replay counts each of them.
        EventIds named = new EventIds(log, RepeatedRows.KEEP);
        for (int event = 0; event < ids.length; event++) {
            ids[event] = named.next(event);
        }
    }

    /** Starts everything, replays, and stops everything. */
    public static Served run(Settings settings) {
        try (WorkDirectory directory = WorkDirectory.open(null, "through-kafka")) {
            if (!Logs.areShown()) {
                Logs.toFile(directory.log());
            }
            try (Infrastructure infrastructure = Infrastructure.start(directory)) {
                Cluster cluster = infrastructure.cluster();
                infrastructure.prepare(settings.partitions());
                try (AppsInProcess apps = AppsInProcess.comparable(
                                infrastructure, directory, settings.eventTypes(), settings.publisher());
                        Sender sender = new Sender(cluster)) {
                    return new ThroughApps(settings, cluster, apps, sender).replay();
                }
            }
        }
    }

    private Served replay() {
        takeInHistory();
        Optional<String> version = train();
        await("what the history changes about items", apps::touchesAreSent);
        drain("first lists");
        await("features of the history", apps::featuresArePublished);
        drain("publishing features");
        Map<String, Neighbours> neighbours = apps.neighbours();
        apps.publishFeaturesAtOnce();
        await("the feature-app to come back", apps::isReady);
        ServedRecords records = new ServedRecords(topics, log, ids);
        List<String> followed = Stream.of(
                        topics.interactions(),
                        topics.interactionsByUser(),
                        topics.interactionsValid(),
                        topics.candidates(),
                        topics.recommendations(),
                        topics.featureLog(),
                        topics.catalog(),
                        topics.itemFeatures(),
                        topics.itemNeighbours(),
                        topics.newItemVectors())
                .map(topic -> topic.name())
                .toList();
        Set<String> all = new TreeSet<>(followed);
        all.addAll(handedOn(FeatureApp.definition()));
        all.addAll(handedOn(ScoringApp.definition()));
        try (Tail tail = new Tail(cluster, all, records)) {
            awaitItems(tail);
            int end = settings.history() + settings.live();
            if (settings.rate() > 0) {
                sendAtRate(end);
                drain("finishing");
            } else {
                step(tail, records, end);
            }
            tail.catchUp(followed.toArray(String[]::new));
            return records.served(
                    settings.history(),
                    end,
                    neighbours,
                    version.map(this::model).orElse(null));
        }
    }

    private void takeInHistory() {
        for (CatalogItem item : settings.items()) {
            sender.send(topics.items(), item.itemId(), Records.item(item));
        }
        try (Progress progress = Progress.start("loading history", settings.history(), "events")) {
            for (int event = 0; event < settings.history(); event++) {
                send(event);
                progress.to(event + 1L);
            }
            sender.flush();
        }
        drain("taking in the history");
    }

    private Optional<String> train() {
        FirstModel first = new FirstModel(cluster, Clock.systemUTC());
        first.request();
        try (Progress progress = Progress.start("training a model", Progress.UNKNOWN, "s")) {
            long begun = System.nanoTime();
            first.await(() -> {
                apps.check();
                progress.to((System.nanoTime() - begun) / 1_000_000_000);
                return apps.trainingWithoutModel().isEmpty();
            });
        }
        apps.trainingWithoutModel().ifPresent(FirstModel::throwIfBroken);
        Optional<String> version = first.serving();
        version.ifPresent(model -> await("every user to have the new model", () -> apps.hasMovedTo(model)));
        return version;
    }

    private ModelBundle model(String version) {
        ModelManifest manifest = ModelLedger.read(cluster).model(version).orElseThrow();
        return new ModelRegistry(topics, Map.of("bootstrap.servers", cluster.bootstrapServers())).load(manifest);
    }

    private void sendAtRate(int end) {
        try (Progress progress = Progress.start("live users", settings.live(), "events")) {
            Pace pace = new Pace(settings.rate());
            for (int event = settings.history(); event < end; event++) {
                pace.next();
                apps.check();
                send(event);
                progress.to(event + 1L - settings.history());
            }
            sender.flush();
        }
    }

    private void step(Tail tail, ServedRecords records, int end) {
        apps.restFeatures(true);
        try (Progress progress = Progress.start("live users, step by step", settings.live(), "events")) {
            for (int from = settings.history(); from < end; ) {
                int to = Math.min(end, log.firstAt(log.timestampMs(from) + 1));
                for (int event = from; event < to; event++) {
                    send(event);
                }
                sender.flush();
                awaitLists(tail, records, from, to);
                apps.restFeatures(false);
                awaitFeatures(tail);
                apps.restFeatures(true);
                from = to;
                progress.to(from - settings.history());
            }
        }
        apps.restFeatures(false);
    }

    private void awaitLists(Tail tail, ServedRecords records, int from, int to) {
        String ingest = apps.group(IngestApp.definition());
        awaitCommits(ingest, tail.catchUp(topics.interactions().name()));
        awaitCommits(ingest, tail.catchUp(topics.interactionsByUser().name()));
        awaitCommits(
                apps.group(ScoringApp.definition()),
                tail.catchUp(topics.interactionsValid().name()));
        // A user of several events may have been scored in between, and waits for the rest.
        await("the lists of event " + from, () -> {
            tail.catchUp(topics.candidates().name());
            return records.areScored(from, to);
        });
        awaitCommits(
                apps.group(PublisherApp.definition()),
                tail.catchUp(topics.candidates().name()));
    }

    private void awaitFeatures(Tail tail) {
        awaitCommits(
                apps.group(FeatureApp.definition()),
                tail.catchUp(topics.interactionsValid().name()));
        awaitHandedOn(tail, FeatureApp.definition());
        awaitHandedOn(tail, ScoringApp.definition());
        awaitItems(tail);
    }

    private void awaitHandedOn(Tail tail, AppDefinition app) {
        awaitCommits(apps.group(app), tail.catchUp(handedOn(app).toArray(String[]::new)));
    }

    /** Topics by which an app hands records to itself. */
    private Set<String> handedOn(AppDefinition app) {
        return handedOn.computeIfAbsent(app.name(), name -> groups.repartitions(apps.group(app)).stream()
                .map(TopicPartition::topic)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private void awaitItems(Tail tail) {
        Map<TopicPartition, Long> items = tail.catchUp(
                topics.itemFeatures().name(),
                topics.itemNeighbours().name(),
                topics.catalog().name());
        Map<TopicPartition, Long> vectors = tail.catchUp(topics.newItemVectors().name());
        await(
                "features to reach the lists",
                () -> apps.hasRead(ScoringApp.definition(), items)
                        && apps.hasRead(PublisherApp.definition(), items)
                        && apps.hasRead(ScoringApp.definition(), vectors));
    }

    private void awaitCommits(String group, Map<TopicPartition, Long> ends) {
        await(group + " to take in what there is", () -> {
            Map<TopicPartition, Long> committed = groups.committed(group);
            return ends.entrySet().stream().allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
        });
    }

    /** @param what it is that is awaited, for the message when it does not come */
    private void await(String what, BooleanSupplier come) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!come.getAsBoolean()) {
            apps.check();
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            if (Thread.currentThread().isInterrupted() || System.nanoTime() > deadline) {
                throw CommandFailure.failed("waited in vain for " + what);
            }
        }
    }

    private void drain(String task) {
        new Drain(cluster, apps.inputs(), apps::check).await(task);
    }

    private void send(int event) {
        String user = log.userId(log.user(event));
        sender.send(
                topics.interactions(),
                user.getBytes(StandardCharsets.UTF_8),
                Records.interaction(log, event, ids[event]));
    }
}
