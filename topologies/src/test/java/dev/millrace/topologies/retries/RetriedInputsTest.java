package dev.millrace.topologies.retries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Erasure;
import dev.millrace.avro.Interaction;
import dev.millrace.schemas.SentBack;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.testkit.TopologyFixture;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetriedInputsTest {

    static final String APP = "scoring-app";

    TopologyFixture fixture = TopologyFixture.of(RetriedInputsTest::topology);
    Topics topics = fixture.topics();

    /** Writes whom each event and each erasure is about. */
    static Topology topology(TopologyConfig config, Topics topics) {
        var builder = new StreamsBuilder(config);
        var inputs = new RetriedInputs(builder, topics, APP);
        inputs.stream(topics.interactionsValid(), "interactions")
                .mapValues(event -> "event of " + event.getUserId(), Named.as("name-events"))
                .to(
                        output(topics),
                        Produced.with(Serdes.String(), Serdes.String()).withName("events-sink"));
        inputs.stream(topics.erasuresValid(), "erasures")
                .mapValues(erasure -> "erasure of " + erasure.getUserId(), Named.as("name-erasures"))
                .to(
                        output(topics),
                        Produced.with(Serdes.String(), Serdes.String()).withName("erasures-sink"));
        return builder.build();
    }

    static String output(Topics topics) {
        return topics.deadLetterReplays().name();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    static Interaction click(String user) {
        return new Interaction("e-1", user, "tea", "click", null, 1_000L, null, false);
    }

    <V> byte[] bytes(Topic<String, V> topic, V value) {
        return topic.valueSerde().serializer().serialize(topic.name(), value);
    }

    void sendBack(String topic, byte[] value) {
        var headers = new RecordHeaders();
        new SentBack(topic, 0, 7, 1).writeTo(headers);
        fixture.pipe(topics.retries(APP), new byte[] {'a'}, value, TopologyFixture.START, headers);
    }

    @Test
    void shouldReadEachLetterAsARecordOfItsTopic() {
        fixture.pipe(topics.interactionsValid(), "bob", click("bob"), TopologyFixture.START);
        sendBack(topics.interactionsValid().name(), bytes(topics.interactionsValid(), click("ann")));
        sendBack(topics.erasuresValid().name(), bytes(topics.erasures(), new Erasure("ann", 1_000L, null, null)));

        assertThat(fixture.read(topics.deadLetterReplays()))
                .extracting(record -> record.value)
                .containsExactly("event of bob", "event of ann", "erasure of ann");
        assertThat(fixture.deadLetters()).isEmpty();
    }

    @Test
    void shouldMakeOneDeadLetterOfWhatFailsAgainUnderTheSameName() {
        sendBack(topics.interactionsValid().name(), new byte[] {9, 9});
        sendBack(topics.catalog().name(), new byte[] {9, 9});
        fixture.pipe(topics.retries(APP), new byte[] {'a'}, new byte[] {9}, TopologyFixture.START);

        assertThat(fixture.deadLetters()).hasSize(3).first().satisfies(letter -> {
            assertThat(letter.value()).containsExactly(9, 9);
            assertThat(SentBack.in(letter.headers()))
                    .isEqualTo(new SentBack(topics.interactionsValid().name(), 0, 7, 1));
        });
    }
}
