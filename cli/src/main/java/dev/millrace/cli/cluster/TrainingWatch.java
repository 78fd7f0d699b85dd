package dev.millrace.cli.cluster;

import dev.millrace.avro.TrainingReport;
import dev.millrace.schemas.Topic;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Follows what training reports of one request. */
public final class TrainingWatch {

    private static final String STARTED = "started";
    private static final String REGISTERED = "registered";

    private final Cluster cluster;
    private final String requestId;

    public TrainingWatch(Cluster cluster, String requestId) {
        this.cluster = cluster;
        this.requestId = requestId;
    }

    /** Whether this report is the last one of its request. */
    public static boolean isEnd(TrainingReport report) {
        return !report.getStatus().equals(STARTED);
    }

    /** Whether the request led to a model. */
    public static boolean isModel(TrainingReport report) {
        return report.getStatus().equals(REGISTERED);
    }

    /** Why there is no model, as a sentence. */
    public static String sentence(TrainingReport report) {
        return "no model: the training " + (report.getStatus().equals("failed") ? "failed" : "was refused") + " (stage "
                + report.getStage() + "): " + String.join("; ", report.getReasons());
    }

    /**
     * Waits for a report.
     *
     * @param wanted the first one that it says yes to ends the waiting
     * @param goOn asked several times a second; false ends the waiting without a report
     */
    public Optional<TrainingReport> await(Predicate<TrainingReport> wanted, BooleanSupplier goOn) {
        Topic<String, TrainingReport> topic = cluster.topics().trainingReports();
        byte[] key = topic.keySerde().serializer().serialize(topic.name(), requestId);
        @Nullable TrainingReport[] found = {null};
        new TopicReader(cluster)
                .follow(
                        topic.name(),
                        true,
                        record -> {
                            if (Arrays.equals(record.key(), key) && record.value() != null) {
                                TrainingReport report =
                                        topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
                                found[0] = wanted.test(report) ? report : null;
                            }
                            return found[0] == null;
                        },
                        goOn);
        return Optional.ofNullable(found[0]);
    }
}
