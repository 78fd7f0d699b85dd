package dev.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.Interaction;
import dev.millrace.localbroker.JavaProcess;
import dev.millrace.localbroker.LocalBroker;
import dev.millrace.localbroker.LocalBrokerSettings;
import dev.millrace.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerUnderTestXIT {

    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    final Topics topics = TestTopics.fresh();

    @TempDir
    Path dir;

    @Test
    void shouldCarryRecordsOfTheCatalogue() {
        Interaction click = Samples.click("ann", "a", T0);
        try (BrokerUnderTest broker = BrokerUnderTest.start()) {
            BrokerProbe probe = broker.probe();
            probe.createTopics(topics, 2);
            probe.produce(topics.interactionsValid(), "ann", click);

            assertThat(probe.await(topics.interactionsValid(), 1))
                    .extracting(record -> record.value())
                    .containsExactly(click);
            assertThatThrownBy(() -> probe.await(
                            topics.interactionsValid(), "a second click", all -> all.size() > 1, Duration.ZERO))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("a second click");
        }
    }

    @Test
    void shouldFindWhatABrokerWroteBeforeItsJvmWasKilled() {
        Interaction click = Samples.click("ann", "a", T0);
        try (JavaProcess process = JavaProcess.start(BrokerProcess.class, Map.of(), dir.toString())) {
            String address =
                    process.awaitOutput("listening ", Duration.ofSeconds(60)).split(" ")[1];
            var probe = new BrokerProbe(address);
            probe.createTopics(topics, 2);
            probe.produce(topics.interactionsValid(), "ann", click);
            process.kill();
        }
        try (var broker = LocalBroker.start(LocalBrokerSettings.in(dir))) {
            var probe = new BrokerProbe(broker.bootstrapServers());
            probe.produce(topics.interactionsValid(), "ann", click);
            assertThat(probe.await(topics.interactionsValid(), 2))
                    .extracting(record -> record.value())
                    .containsExactly(click, click);
        }
    }

    /** A broker to be killed. */
    static final class BrokerProcess {

        public static void main(String[] args) throws InterruptedException {
            try (var broker = LocalBroker.start(LocalBrokerSettings.in(Path.of(args[0])))) {
                System.out.println("listening " + broker.bootstrapServers());
                new CountDownLatch(1).await();
            }
        }
    }
}
