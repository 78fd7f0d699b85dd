package dev.millrace.schemas;

import static dev.millrace.schemas.Cleanup.COMPACT;
import static dev.millrace.schemas.Cleanup.COMPACT_DELETE;
import static dev.millrace.schemas.Cleanup.DELETE;
import static dev.millrace.schemas.Keying.ANY;
import static dev.millrace.schemas.Keying.ITEM;
import static dev.millrace.schemas.Keying.REQUEST;
import static dev.millrace.schemas.Keying.SLOT;
import static dev.millrace.schemas.Keying.SUBJECT;
import static dev.millrace.schemas.Keying.USER;
import static dev.millrace.schemas.Keying.VERSION;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** The table of all topics, in the order of the data flow. */
final class TopicCatalogue {

    /** Apps on Kafka Streams: each has its own dead letter topic. */
    static final List<String> STREAMS_APPS =
            List.of("ingest-app", "feature-app", "scoring-app", "publisher-app", "retrain-trigger-app");

    static final String SCHEMAS = "schemas";

    /** Those whose inputs others read too: what failed there comes back on a topic that only they read. */
    static final List<String> RETRYING_APPS =
            List.of("feature-app", "scoring-app", "publisher-app", "retrain-trigger-app");

    private static final @Nullable Duration FOREVER = null;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration QUARTER = Duration.ofDays(90);
    private static final Duration YEAR = Duration.ofDays(366);

    private final String prefix;
    private final Map<String, TopicSpec> specs = new LinkedHashMap<>();

    private TopicCatalogue(String prefix) {
        this.prefix = prefix;
    }

    /** Every topic by its short name, such as {@code interactions.valid}. */
    static Map<String, TopicSpec> of(String prefix) {
        var catalogue = new TopicCatalogue(prefix);
        catalogue.registry();
        catalogue.inputs();
        catalogue.screened();
        catalogue.features();
        catalogue.lists();
        catalogue.models();
        STREAMS_APPS.forEach(catalogue::deadLetters);
        RETRYING_APPS.forEach(catalogue::retries);
        catalogue.replays();
        return Collections.unmodifiableMap(catalogue.specs);
    }

    static String deadLetterTopic(String app) {
        return app + ".dlq";
    }

    private void registry() {
        // Never compacted: the newest record of a subject does not stand for the older ones, and offsets are ids.
        topic(SCHEMAS, SUBJECT, DELETE, FOREVER, "bytes", "The schema registry where schema.registry.url is kafka:")
                .flow("cli, every app with auto.register.schemas", "every app");
    }

    static String retryTopic(String app) {
        return app + ".retry";
    }

    private void inputs() {
        topic("interactions", ANY, DELETE, WEEK, "Interaction", "Raw events; keyed by user they spread best")
                .flow("you, publisher-app", "ingest-app");
        topic("items", ITEM, COMPACT, FOREVER, "Item", "The catalogue as you know it; a null value delists an item")
                .flow("you", "ingest-app");
        topic("impressions", USER, DELETE, WEEK, "Impression", "Lists that were shown to users")
                .flow("you, publisher-app", "ingest-app");
        topic("erasures", ANY, DELETE, MONTH, "Erasure", "Forget everything about this user")
                .flow("you, cli, publisher-app", "ingest-app");
    }

    private void screened() {
        // Only what arrived under another key than the user's, on its way to the user's partition.
        topic("interactions.by-user", USER, DELETE, DAY, "Interaction", "Screened events that came in elsewhere")
                .flow("ingest-app", "ingest-app");
        topic("impressions.by-user", USER, DELETE, DAY, "Impression", "Screened impressions that came in elsewhere")
                .flow("ingest-app", "ingest-app");
        topic("erasures.by-user", USER, DELETE, DAY, "Erasure", "Screened erasures that came in elsewhere")
                .flow("ingest-app", "ingest-app");
        topic("interactions.valid", USER, DELETE, YEAR, "Interaction", "Screened events without repeats")
                .flow("ingest-app", "feature-app, scoring-app, retrain-trigger-app, training-app");
        topic("impressions.valid", USER, DELETE, YEAR, "Impression", "Screened impressions without repeats")
                .flow("ingest-app", "feature-app, retrain-trigger-app, training-app");
        topic(
                        "erasures.valid",
                        USER,
                        COMPACT_DELETE,
                        TopicSpec.ERASURES_KNOWN,
                        "Erasure",
                        "The newest erasure of each user, and its time")
                .with(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, TopicSpec.COMPACTED_WITHIN.toMillis())
                .flow("ingest-app", "feature-app, scoring-app, publisher-app, retrain-trigger-app, training-app, cli");
        topic("catalog", ITEM, COMPACT, FOREVER, "Item", "The screened catalogue; a null value delists an item")
                .flow("ingest-app", "feature-app, scoring-app, publisher-app, training-app");
        topic("rejected", ANY, DELETE, MONTH, "Rejection", "Refused input with the reason; keyed as the input was")
                .flow("ingest-app", "people");
    }

    private void features() {
        topic("user-features", USER, COMPACT, FOREVER, "UserFeatures", "What features.yaml says about each user")
                .with(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, TopicSpec.COMPACTED_WITHIN.toMillis())
                .flow("feature-app", "retrain-trigger-app");
        topic("item-features", ITEM, COMPACT, FOREVER, "ItemFeatures", "What features.yaml says about each item")
                .flow("feature-app", "scoring-app, publisher-app");
        topic("item-neighbours", ITEM, COMPACT, FOREVER, "ItemNeighbours", "Items that the same users consumed")
                .flow("feature-app", "scoring-app, publisher-app");
        topic("new-item-vectors", ITEM, COMPACT, FOREVER, "ItemVector", "Factors of items that no model has seen yet")
                .flow("scoring-app", "scoring-app");
    }

    private void lists() {
        topic("sessions.ended", USER, DELETE, DAY, "Erasure", "Anonymous sessions that are over; their state may go")
                .flow("scoring-app", "feature-app, publisher-app, retrain-trigger-app");
        topic("candidates", USER, DELETE, DAY, "Candidates", "Scored lists before business rules")
                .flow("scoring-app", "publisher-app");
        topic("feature-log", USER, DELETE, QUARTER, "ScoredExample", "Features exactly as a scoring used them")
                .flow("scoring-app", "training-app");
        // The tombstone of a forgotten user must really remove the older lists, so compaction may not wait for ever.
        topic("recommendations", USER, COMPACT, FOREVER, "Recommendations", "Every user's current list")
                .with(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, TopicSpec.COMPACTED_WITHIN.toMillis())
                .flow("publisher-app", "you, retrain-trigger-app");
    }

    private void models() {
        topic("models", VERSION, COMPACT, FOREVER, "ModelManifest", "Registered models")
                .flow("training-app, cli", "scoring-app, publisher-app, retrain-trigger-app");
        topic("model-artifacts", VERSION, COMPACT, FOREVER, "bytes", "Model files in chunks, keyed version/file/chunk")
                // A chunk has at most 512 KiB; the rest is head-room for its key and headers.
                .with(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, 1L << 20)
                .flow("training-app, cli", "scoring-app");
        topic("rollouts", SLOT, DELETE, FOREVER, "Rollout", "Which model serves which slot, since when and why")
                .flow("cli, training-app, retrain-trigger-app", "scoring-app, publisher-app, retrain-trigger-app");
        topic("retrain-requests", SLOT, DELETE, YEAR, "RetrainRequest", "Train a new model, with the evidence")
                .flow("retrain-trigger-app, cli", "training-app");
        topic("training-reports", REQUEST, DELETE, YEAR, "TrainingReport", "What became of each retrain request")
                .flow("training-app", "cli, people");
        topic("quality", VERSION, DELETE, YEAR, "QualityReport", "Prequential quality of each model version")
                .flow("retrain-trigger-app", "people");
    }

    private void deadLetters(String app) {
        topic(deadLetterTopic(app), ANY, DELETE, MONTH, "bytes", "Records that " + app + " could not read or process")
                .inOnePartition()
                .flow(app, "people, cli");
    }

    private void retries(String app) {
        topic(retryTopic(app), USER, DELETE, MONTH, "bytes", "Dead letters of " + app + " that were sent back to it")
                .flow("cli", app);
    }

    private void replays() {
        // Longer than any dead letter stays, or one could be sent back a second time.
        topic("dead-letter-replays", ANY, DELETE, QUARTER, "bytes", "Which dead letters were sent back, and how often")
                .inOnePartition()
                .flow("cli", "cli");
    }

    private Row topic(
            String shortName, Keying keying, Cleanup cleanup, @Nullable Duration retention, String value, String text) {
        return new Row(
                shortName,
                new TopicSpec(
                        prefix + "." + shortName + ".v1",
                        keying,
                        cleanup,
                        retention,
                        !keying.partitioned(),
                        value,
                        text,
                        Map.of(),
                        List.of(),
                        List.of()));
    }

    /** A row in the making; {@link #flow} completes it. */
    private final class Row {
        private final String shortName;
        private TopicSpec spec;

        Row(String shortName, TopicSpec spec) {
            this.shortName = shortName;
            this.spec = spec;
        }

        Row with(String setting, long value) {
            spec = spec.with(setting, Long.toString(value));
            return this;
        }

        Row inOnePartition() {
            spec = spec.inOnePartition();
            return this;
        }

        void flow(String producers, String consumers) {
            specs.put(shortName, spec.flow(List.of(producers.split(", ")), List.of(consumers.split(", "))));
        }
    }
}
