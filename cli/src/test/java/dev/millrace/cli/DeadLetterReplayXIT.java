package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.cluster.TopicReader;
import dev.millrace.schemas.DeadLetters;
import dev.millrace.schemas.SentBack;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** However often dead letters are sent back, each reaches the app that failed, and it alone, once. */
class DeadLetterReplayXIT {

    static final int PARTITIONS = 3;

    @AutoClose
    TestCluster started = new TestCluster();

    Cluster cluster = started.cluster();
    String valid = cluster.topics().interactionsValid().name();

    @BeforeEach
    void createTopics() {
        assertThat(started.run("topics", "apply", "--partitions", "3").exitCode())
                .isZero();
    }

    @Test
    void shouldSendEachLetterBackOnce() {
        replayThrice(20);
    }

    @Test
    @EnabledIfSystemProperty(
            named = "millrace.long",
            matches = "true",
            disabledReason = "long; run with -Dmillrace.long=true")
    void shouldSendAThousandLettersOfThreeAppsBackOnce() {
        replayThrice(1_000);
    }

    private void replayThrice(int letters) {
        var targets = Map.of(
                "ingest-app", cluster.topics().interactions().name(),
                "feature-app", cluster.topics().retries("feature-app").name(),
                "scoring-app", cluster.topics().retries("scoring-app").name());
        targets.keySet().forEach(app -> fail(app, letters));

        for (int round = 0; round < 3; round++) {
            int sent = round == 0 ? letters : 0;
            targets.keySet().forEach(app -> assertThat(
                            started.run("dlq", "replay", app, "--all").out())
                    .contains(String.format("sent back %,d dead letters", sent)));
        }

        targets.forEach((app, topic) -> {
            List<ConsumerRecord<byte[], byte[]>> sent = read(topic);
            assertThat(sent).hasSize(letters);
            assertThat(sent).allSatisfy(record -> {
                SentBack letter = Objects.requireNonNull(SentBack.in(record.headers()));
                assertThat(record.partition()).isEqualTo(letter.partition());
                assertThat(letter.attempt()).isEqualTo(1);
                assertThat(new String(record.value(), StandardCharsets.UTF_8)).isEqualTo("value " + letter.offset());
            });
        });
        assertThat(read(valid)).isEmpty();
    }

    @Test
    void shouldSendBackWhatFailedAgain() {
        fail("scoring-app", 1);
        started.run("dlq", "replay", "scoring-app", "--all");
        ConsumerRecord<byte[], byte[]> sent =
                read(cluster.topics().retries("scoring-app").name()).get(0);
        var again = new ProducerRecord<>(
                cluster.topics().dlq("scoring-app"), null, sent.key(), sent.value(), sent.headers());
        explain(again, cluster.topics().retries("scoring-app").name(), 0, 0);
        send(List.of(again));

        assertThat(started.run("dlq", "replay", "scoring-app", "--all").out())
                .contains("sent back 1 dead letter" + System.lineSeparator())
                .contains("1 dead letter not sent");
        assertThat(started.run("dlq", "replay", "scoring-app", "--all").out()).contains("sent back 0 dead letters");
    }

    @Test
    void shouldSayWhatCannotBeSentBack() {
        var cut = letter("scoring-app", valid, 0, 1);
        cut.headers().add(DeadLetters.CUT_VALUE, "2000000 ab".getBytes(StandardCharsets.UTF_8));
        var lost = new ProducerRecord<>(cluster.topics().dlq("scoring-app"), new byte[] {1}, new byte[] {1});
        send(List.of(
                cut,
                lost,
                letter("scoring-app", cluster.topics().catalog().name(), 0, 1),
                letter("scoring-app", "recs.scoring-app-gone-repartition", 0, 1)));

        CommandRun run = started.run("dlq", "replay", "recs.scoring-app.dlq.v1", "--all");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("sent back 0 dead letters")
                .contains("too large to be kept whole")
                .contains("no word of where from")
                .contains("from a table")
                .contains("does not exist any more");
        assertThat(started.run("dlq", "list", "--limit", "1").out()).contains("3 older dead letters not shown");
    }

    private void fail(String app, int letters) {
        String topic =
                app.equals("ingest-app") ? cluster.topics().interactions().name() : valid;
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < letters; i++) {
            records.add(letter(app, topic, i % PARTITIONS, i));
        }
        send(records);
    }

    private ProducerRecord<byte[], byte[]> letter(String app, String topic, int partition, int offset) {
        var record = new ProducerRecord<>(
                cluster.topics().dlq(app),
                "ann".getBytes(StandardCharsets.UTF_8),
                ("value " + offset).getBytes(StandardCharsets.UTF_8));
        explain(record, topic, partition, offset);
        return record;
    }

    private static void explain(ProducerRecord<byte[], byte[]> record, String topic, int partition, int offset) {
        record.headers()
                .add(DeadLetters.EXCEPTION, "org.example.Bug".getBytes(StandardCharsets.UTF_8))
                .add(DeadLetters.TOPIC, topic.getBytes(StandardCharsets.UTF_8))
                .add(DeadLetters.PARTITION, Integer.toString(partition).getBytes(StandardCharsets.UTF_8))
                .add(DeadLetters.OFFSET, Integer.toString(offset).getBytes(StandardCharsets.UTF_8));
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records) {
        try (Sender sender = new Sender(cluster)) {
            records.forEach(sender::send);
            sender.flush();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        new TopicReader(cluster).readAll(topic, records::add);
        return records;
    }
}
