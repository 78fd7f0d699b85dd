package dev.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.Interaction;
import dev.millrace.schemas.Topics;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopologyFixtureTest {

    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    final TopologyFixture flow = TopologyFixture.of(TopologyFixtureTest::dropBots);

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void shouldReadWhatTheTopologyWrites() {
        flow.pipe(flow.topics().interactionsValid(), "ann", Samples.click("ann", "a", T0), T0);

        assertThat(flow.readRecords(flow.topics().interactionsByUser()))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.value()).isEqualTo(Samples.click("ann", "a", T0));
                    assertThat(record.getRecordTime()).isEqualTo(T0);
                });
        assertThat(flow.read(flow.topics().interactionsByUser())).isEmpty();
    }

    @Test
    void shouldCollectDeadLettersOfUnreadableRecordsAndOfBugs() {
        flow.pipeRaw(flow.topics().interactionsValid(), "ann", new byte[] {1, 2, 3});
        flow.pipe(flow.topics().interactionsValid(), "bug", Samples.click("bug", "a", T0), T0);

        assertThat(flow.deadLetters()).hasSize(2);
    }

    @Test
    void shouldRefuseAShapeThatWasNeverCommitted() {
        assertThatThrownBy(() -> flow.assertShape("never-committed.txt"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("shape.update");
    }

    @Test
    void shouldRefuseNamesThatKafkaStreamsMadeUp() {
        try (var unnamed = TopologyFixture.of((config, topics) -> {
            var builder = new StreamsBuilder(config);
            builder.stream(topics.interactionsValid().name(), Consumed.with(Serdes.String(), Serdes.ByteArray()));
            return builder.build();
        })) {
            assertThatThrownBy(() -> unnamed.assertShape("unnamed.txt")).hasMessageContaining("KSTREAM-SOURCE");
        }
    }

    @Test
    void shouldNameTheStoresThereAreWhenOneIsMissing() {
        assertThatThrownBy(() -> flow.store("absent")).hasMessageContaining("absent");
    }

    static Topology dropBots(TopologyConfig config, Topics topics) {
        var builder = new StreamsBuilder(config);
        KStream<String, Interaction> interactions = builder.stream(
                topics.interactionsValid().name(), topics.interactionsValid().consumed());
        interactions
                .filterNot(TopologyFixtureTest::isBot, Named.as("drop-bots"))
                .to(
                        topics.interactionsByUser().name(),
                        topics.interactionsByUser().produced());
        return builder.build();
    }

    static boolean isBot(String user, Interaction interaction) {
        if (user.equals("bug")) {
            throw new IllegalStateException("a bug on one record");
        }
        return interaction.getBot();
    }
}
