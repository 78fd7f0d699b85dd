package dev.millrace.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.BrokerUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counts as unread in a log that also holds transaction markers. */
class GroupLagsXIT {

    private static final String ONE = "one-group";
    private static final String OTHER = "other-group";

    private final BrokerUnderTest broker = BrokerUnderTest.start();
    private final Cluster cluster = new Cluster(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", "mock://group-lags"),
            "millrace",
            Duration.ofSeconds(30));
    private final TopicPartition partition = new TopicPartition("topic-" + UUID.randomUUID(), 0);
    private final Producer<String, String> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", partition.topic()),
            new StringSerializer(),
            new StringSerializer());
    private final GroupLags lags = new GroupLags(cluster);

    @BeforeEach
    void createTopic() {
        cluster.answer(cluster.admin()
                .createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1)))
                .all());
        producer.initTransactions();
    }

    @AfterEach
    void stop() {
        producer.close();
        cluster.close();
        broker.close();
    }

    @Test
    void shouldNotCountAMarkerAtTheEnd() {
        transaction(3, true);
        commit(ONE, 3);

        assertThat(lags.lag(ONE)).isZero();
        assertThat(gapsFoundEmpty(gap(ONE, 3, 4))).isTrue();
    }

    @Test
    void shouldNotCountAbortedRecordsAndSeveralMarkers() {
        transaction(3, true); // records at 0 to 2, marker at 3
        transaction(2, false); // 4, 5, marker at 6
        transaction(4, false); // 7 to 10, marker at 11
        commit(ONE, 3);

        assertThat(lags.lag(ONE)).isZero();
    }

    @Test
    void shouldCountARecordBehindMarkers() {
        transaction(3, true);
        transaction(2, false);
        transaction(1, true); // 7, marker at 8
        commit(ONE, 3);
        commit(OTHER, 8);

        assertThat(lags.lag(ONE)).isEqualTo(6);
        assertThat(lags.lag(OTHER)).isZero();
        EmptyGaps empty = new EmptyGaps(cluster);
        Gap all = gap(ONE, 3, 9);
        Gap before = gap(ONE, 3, 7);
        Gap after = gap(OTHER, 8, 9);
        assertThat(empty.among(List.of(all, after))).containsExactly(after);
        assertThat(empty.among(List.of(all, before, after))).containsExactlyInAnyOrder(before, after);
    }

    @Test
    void shouldHaveNothingUnreadWhereAllIsCommitted() {
        transaction(3, true);
        commit(ONE, 4);

        assertThat(lags.lag(ONE)).isZero();
        assertThat(lags.lag(OTHER)).isZero();
    }

    private boolean gapsFoundEmpty(Gap gap) {
        return new EmptyGaps(cluster).among(List.of(gap)).contains(gap);
    }

    private Gap gap(String group, long from, long to) {
        return new Gap(group, partition, from, to);
    }

    private void transaction(int records, boolean kept) {
        producer.beginTransaction();
        for (int i = 0; i < records; i++) {
            producer.send(new ProducerRecord<>(partition.topic(), 0, "key", "value"));
        }
        producer.flush();
        if (kept) {
            producer.commitTransaction();
        } else {
            producer.abortTransaction();
        }
    }

    private void commit(String group, long offset) {
        cluster.answer(cluster.admin()
                .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
                .all());
    }
}
