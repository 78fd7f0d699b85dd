package dev.millrace.cli.demo;

import dev.millrace.avro.PrequentialCounts;
import dev.millrace.avro.QualityReport;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.Rejection;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.DeadLetter;
import dev.millrace.cli.cluster.RecordView;
import dev.millrace.cli.cluster.TopicReader;
import dev.millrace.schemas.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What became of the events, counted from the topics alone with a consumer of committed records.
 *
 * @param sent records on {@code interactions}
 * @param valid records on {@code interactions.valid}
 * @param rejected refused records of {@code interactions} by reason, repeats left out
 * @param duplicates records of {@code interactions} that repeat the id of an earlier one
 * @param deadLettered records of {@code interactions} that ingest could not read or process
 * @param usersKnown users with at least one valid event
 * @param usersWithRecommendations those of them whose newest list has at least one item
 * @param published records on {@code recommendations}
 * @param quality the newest prequential counts of each model version
 */
record Account(
        long sent,
        long valid,
        Map<String, Long> rejected,
        long duplicates,
        long deadLettered,
        long usersKnown,
        long usersWithRecommendations,
        long published,
        Map<String, PrequentialCounts> quality) {

    /** Reason code that ingest gives to a repeated event id. */
    static final String DUPLICATE = "duplicate-event";

    /** In place of a model version where lists were made without one. */
    static final String NO_MODEL = "none";

    static Account of(Cluster cluster) {
        return new Reading(cluster).account();
    }

    long rejectedInAll() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether every event sent is accounted for exactly once. */
    boolean addsUp() {
        return sent == valid + rejectedInAll() + duplicates + deadLettered;
    }

    /** One pass over each topic. */
    private static final class Reading {

        private final Cluster cluster;
        private final TopicReader reader;
        private final Set<String> known = new HashSet<>();
        private final Map<String, Long> rejected = new TreeMap<>();
        private final Map<String, PrequentialCounts> quality = new HashMap<>();
        private long duplicates;

        Reading(Cluster cluster) {
            this.cluster = cluster;
            this.reader = new TopicReader(cluster);
        }

        Account account() {
            String input = cluster.topics().interactions().name();
            long sent = count(input, record -> {});
            long valid = count(
                    cluster.topics().interactionsValid().name(),
                    record -> known.add(String.valueOf(RecordView.text(record.key()))));
            readRejections(input);
            long[] deadLettered = new long[1];
            count(
                    cluster.topics().dlq("ingest-app"),
                    record -> deadLettered[0] += new DeadLetter("ingest-app", record.topic(), record)
                                    .source()
                                    .filter(input::equals)
                                    .isPresent()
                            ? 1
                            : 0);
            Set<String> served = new HashSet<>();
            long published = readLists(served);
            readQuality();
            served.retainAll(known);
            return new Account(
                    sent,
                    valid,
                    rejected,
                    duplicates,
                    deadLettered[0],
                    known.size(),
                    served.size(),
                    published,
                    quality);
        }

        private void readRejections(String input) {
            Topic<byte[], Rejection> topic = cluster.topics().rejected();
            count(topic.name(), record -> {
                Rejection rejection = value(topic, record);
                if (rejection == null || !rejection.getTopic().equals(input)) {
                    return;
                }
                if (rejection.getReason().equals(DUPLICATE)) {
                    duplicates++;
                } else {
                    rejected.merge(rejection.getReason(), 1L, Long::sum);
                }
            });
        }

        private long readLists(Set<String> served) {
            Topic<String, Recommendations> topic = cluster.topics().recommendations();
            return count(topic.name(), record -> {
                Recommendations list = value(topic, record);
                String user = String.valueOf(RecordView.text(record.key()));
                if (list == null || list.getItems().isEmpty()) {
                    served.remove(user);
                } else {
                    served.add(user);
                }
            });
        }

        private void readQuality() {
            Topic<String, QualityReport> topic = cluster.topics().quality();
            count(topic.name(), record -> {
                QualityReport report = value(topic, record);
                if (report != null) {
                    quality.merge(report.getModelVersion(), report.getTotal(), Reading::later);
                }
            });
        }

        /** Totals only grow, so the later of two reports is the one with more events. */
        private static PrequentialCounts later(PrequentialCounts one, PrequentialCounts other) {
            return other.getEvents() >= one.getEvents() ? other : one;
        }

        private long count(String topic, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
            long[] records = new long[1];
            reader.readAll(topic, record -> {
                records[0]++;
                each.accept(record);
                return true;
            });
            return records[0];
        }

        private static <V extends SpecificRecord> @Nullable V value(
                Topic<?, V> topic, ConsumerRecord<byte[], byte[]> record) {
            return topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
        }
    }
}
