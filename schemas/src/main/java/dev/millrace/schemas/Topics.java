package dev.millrace.schemas;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Erasure;
import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import dev.millrace.avro.ItemFeatures;
import dev.millrace.avro.ItemNeighbours;
import dev.millrace.avro.ItemVector;
import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.QualityReport;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.Rejection;
import dev.millrace.avro.RetrainRequest;
import dev.millrace.avro.Rollout;
import dev.millrace.avro.ScoredExample;
import dev.millrace.avro.TrainingReport;
import dev.millrace.avro.UserFeatures;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Every topic of the pipeline. Built once per process, so that the serdes carry its registry settings. */
public final class Topics {

    /** Default of the setting {@code topics.prefix}. */
    public static final String DEFAULT_PREFIX = "recs";

    // Leaves room for the longest short name and Kafka Streams' suffixes within Kafka's 249 characters.
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final String prefix;
    private final AvroSerdes serdes;
    private final Map<String, TopicSpec> catalogue;

    private Topics(String prefix, AvroSerdes serdes) {
        this.prefix = prefix;
        this.serdes = serdes;
        this.catalogue = TopicCatalogue.of(prefix);
    }

    /** @param prefix first part of every topic's name, the unit by which ACLs and tenants are cut */
    public static Topics of(String prefix, AvroSerdes serdes) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "topics.prefix must be 1 to 100 letters, digits, '.', '_' or '-', was '" + prefix + "'");
        }
        return new Topics(prefix, serdes);
    }

    public String prefix() {
        return prefix;
    }

    /** All topics in the order of the data flow. */
    public List<TopicSpec> specs() {
        return List.copyOf(catalogue.values());
    }

    /** The schema registry's own topic, of use only where the registry is kept in it. */
    public TopicSpec schemas() {
        return spec(TopicCatalogue.SCHEMAS);
    }

    /** @param app name of an app on Kafka Streams, such as {@code scoring-app} */
    public String dlq(String app) {
        return spec(TopicCatalogue.deadLetterTopic(app)).name();
    }

    /** Whether what failed in the app comes back to it on a topic of its own. */
    public boolean hasRetries(String app) {
        return catalogue.containsKey(TopicCatalogue.retryTopic(app));
    }

    /** Dead letters that were sent back to one app, in the partitions that they were read from. */
    public Topic<byte[], byte[]> retries(String app) {
        return new Topic<>(spec(TopicCatalogue.retryTopic(app)), Serdes.ByteArray(), Serdes.ByteArray());
    }

    /** Which dead letters were sent back; keyed by app and place. */
    public Topic<String, String> deadLetterReplays() {
        return new Topic<>(spec("dead-letter-replays"), Serdes.String(), Serdes.String());
    }

    /** Raw events under whatever key the producer chose. */
    public Topic<byte[], Interaction> interactions() {
        return topic("interactions", Serdes.ByteArray(), Interaction.class);
    }

    public Topic<String, Item> items() {
        return byName("items", Item.class);
    }

    public Topic<String, Impression> impressions() {
        return byName("impressions", Impression.class);
    }

    public Topic<String, Erasure> erasures() {
        return byName("erasures", Erasure.class);
    }

    /** Screened erasures on their way to their user's partition. */
    public Topic<String, Erasure> erasuresByUser() {
        return byName("erasures.by-user", Erasure.class);
    }

    /** The newest erasure of each user, with the time up to which the user's events are forgotten. */
    public Topic<String, Erasure> erasuresValid() {
        return byName("erasures.valid", Erasure.class);
    }

    /** Anonymous sessions that are over. Nobody asked to forget them: what is left of their events stays. */
    public Topic<String, Erasure> sessionsEnded() {
        return byName("sessions.ended", Erasure.class);
    }

    /** Screened events on their way to their user's partition. */
    public Topic<String, Interaction> interactionsByUser() {
        return byName("interactions.by-user", Interaction.class);
    }

    /** Screened impressions on their way to their user's partition. */
    public Topic<String, Impression> impressionsByUser() {
        return byName("impressions.by-user", Impression.class);
    }

    public Topic<String, Interaction> interactionsValid() {
        return byName("interactions.valid", Interaction.class);
    }

    public Topic<String, Impression> impressionsValid() {
        return byName("impressions.valid", Impression.class);
    }

    public Topic<String, Item> catalog() {
        return byName("catalog", Item.class);
    }

    /** Refused input under the key it came with. */
    public Topic<byte[], Rejection> rejected() {
        return topic("rejected", Serdes.ByteArray(), Rejection.class);
    }

    public Topic<String, UserFeatures> userFeatures() {
        return byName("user-features", UserFeatures.class);
    }

    public Topic<String, ItemFeatures> itemFeatures() {
        return byName("item-features", ItemFeatures.class);
    }

    public Topic<String, ItemNeighbours> itemNeighbours() {
        return byName("item-neighbours", ItemNeighbours.class);
    }

    public Topic<String, ItemVector> newItemVectors() {
        return byName("new-item-vectors", ItemVector.class);
    }

    public Topic<String, Candidates> candidates() {
        return byName("candidates", Candidates.class);
    }

    public Topic<String, ScoredExample> featureLog() {
        return byName("feature-log", ScoredExample.class);
    }

    public Topic<String, Recommendations> recommendations() {
        return byName("recommendations", Recommendations.class);
    }

    public Topic<String, ModelManifest> models() {
        return byName("models", ModelManifest.class);
    }

    /** Chunks keyed {@code version/file/chunk}, the chunk padded to five digits so that keys sort. */
    public Topic<String, byte[]> modelArtifacts() {
        return new Topic<>(spec("model-artifacts"), Serdes.String(), Serdes.ByteArray());
    }

    public Topic<String, Rollout> rollouts() {
        return byName("rollouts", Rollout.class);
    }

    public Topic<String, RetrainRequest> retrainRequests() {
        return byName("retrain-requests", RetrainRequest.class);
    }

    /** Keyed by request; one when its training begins, one when it ends. */
    public Topic<String, TrainingReport> trainingReports() {
        return byName("training-reports", TrainingReport.class);
    }

    public Topic<String, QualityReport> quality() {
        return byName("quality", QualityReport.class);
    }

    private <V extends SpecificRecord> Topic<String, V> byName(String shortName, Class<V> value) {
        return topic(shortName, Serdes.String(), value);
    }

    private <K, V extends SpecificRecord> Topic<K, V> topic(String shortName, Serde<K> keys, Class<V> value) {
        return new Topic<>(spec(shortName), keys, serdes.of(value));
    }

    private TopicSpec spec(String shortName) {
        TopicSpec spec = catalogue.get(shortName);
        if (spec == null) {
            throw new IllegalArgumentException("No topic '" + shortName + "'; there are " + catalogue.keySet());
        }
        return spec;
    }
}
