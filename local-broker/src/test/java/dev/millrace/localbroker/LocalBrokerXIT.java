package dev.millrace.localbroker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBrokerXIT {

    static final String TOPIC = "events";

    @TempDir
    Path dir;

    @Test
    void shouldSwitchTransactionVersionTwoOn() throws Exception {
        try (var broker = LocalBroker.start(LocalBrokerSettings.in(dir));
                Admin admin = admin(broker)) {
            var features = admin.describeFeatures().featureMetadata().get(30, SECONDS);
            assertThat(features.finalizedFeatures())
                    .extractingByKey("transaction.version")
                    .extracting(FinalizedVersionRange::maxVersionLevel)
                    .isEqualTo((short) 2);
        }
    }

    @Test
    void shouldShowOnlyCommittedTransactions() throws Exception {
        try (var broker = LocalBroker.start(LocalBrokerSettings.in(dir))) {
            createTopic(broker);
            try (var producer = producer(broker)) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, "a", "aborted"));
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, "a", "committed"));
                producer.commitTransaction();
            }
            assertThat(read(broker, 1)).containsExactly("committed");
        }
    }

    @Test
    void shouldKeepWhatItWroteOverARestartOnAnotherPort() throws Exception {
        int firstPort;
        try (var broker = LocalBroker.start(LocalBrokerSettings.in(dir))) {
            firstPort = broker.port();
            createTopic(broker);
            send(broker, "before");
        }
        try (var taken = new ServerSocket(firstPort, 1, InetAddress.getByName(BrokerConfig.HOST));
                var broker = LocalBroker.start(LocalBrokerSettings.in(dir))) {
            assertThat(broker.port()).isNotEqualTo(taken.getLocalPort());
            send(broker, "after");
            assertThat(read(broker, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void shouldFinishTheTransactionsOfAKilledBroker() throws Exception {
        Process killed = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BusyBroker.class.getName(),
                        dir.toString())
                .redirectErrorStream(true)
                .start();
        try (var output = killed.inputReader()) {
            List<String> lines = new ArrayList<>();
            assertThat(output.lines().peek(lines::add).anyMatch(line -> line.contains(BusyBroker.READY)))
                    .as(() -> String.join("\n", lines))
                    .isTrue();
        } finally {
            killed.destroyForcibly().waitFor();
        }

        try (var broker = LocalBroker.start(LocalBrokerSettings.in(dir));
                Admin admin = admin(broker)) {
            // None is left open: those that were not being committed are aborted once they are overdue.
            long all = end(admin, IsolationLevel.READ_UNCOMMITTED);
            long deadline = System.nanoTime() + SECONDS.toNanos(45);
            while (end(admin, IsolationLevel.READ_COMMITTED) < all && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(end(admin, IsolationLevel.READ_COMMITTED)).isGreaterThanOrEqualTo(all);
        }
    }

    private static long end(Admin admin, IsolationLevel isolation) throws Exception {
        var partition = new TopicPartition(TOPIC, 0);
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                .partitionResult(partition)
                .get(30, SECONDS)
                .offset();
    }

    @Test
    void shouldRefuseAWantedPortThatIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName(BrokerConfig.HOST))) {
            LocalBrokerSettings settings = LocalBrokerSettings.in(dir).onPort(taken.getLocalPort());
            assertThatThrownBy(() -> LocalBroker.start(settings).close())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void shouldNotCreateTopicsThatNobodyAskedFor() {
        try (var broker = LocalBroker.start(LocalBrokerSettings.in(dir));
                Admin admin = admin(broker)) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("misspelt"))
                            .allTopicNames()
                            .get(30, SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void shouldLetSettingsOverrideItsOwn() throws Exception {
        LocalBrokerSettings settings = LocalBrokerSettings.in(dir).with("auto.create.topics.enable", "true");
        try (var broker = LocalBroker.start(settings)) {
            send(broker, "made on demand");
            assertThat(read(broker, 1)).containsExactly("made on demand");
        }
    }

    static Admin admin(LocalBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    static void createTopic(LocalBroker broker) throws Exception {
        try (Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(30, SECONDS);
        }
    }

    static KafkaProducer<String, String> producer(LocalBroker broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer"),
                new StringSerializer(),
                new StringSerializer());
    }

    static void send(LocalBroker broker, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "a", value)).get(30, SECONDS);
        }
    }

    static List<String> read(LocalBroker broker, int count) {
        var partition = new TopicPartition(TOPIC, 0);
        List<String> values = new ArrayList<>();
        long deadline = System.nanoTime() + SECONDS.toNanos(30);
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }
}
