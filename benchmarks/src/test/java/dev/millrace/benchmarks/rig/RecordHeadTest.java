package dev.millrace.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.FallbackLevel;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Recommendations;
import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole record, as its serializer writes it, is what the short reading is held against. */
class RecordHeadTest {

    private final Topics topics = Topics.of(
            "recs",
            AvroSerdes.configured(Map.of("schema.registry.url", "mock://heads", "auto.register.schemas", "true")));

    @ParameterizedTest
    @CsvSource({"bench-0, 0", "bench-1234567, 1234567", "order-17, -1", "bench-, -1"})
    void shouldReadTheNumberOfAnEvent(String id, int number) {
        assertThat(new RecordHead().eventNumber(bytes(topics.interactions(), event(id))))
                .isEqualTo(number);
    }

    @Test
    void shouldTakeAnEventWithoutAnIdForAForeignOne() {
        assertThat(new RecordHead().eventNumber(bytes(topics.interactions(), event(null))))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"20260101-000000-abcdef0, 987654321", "null, -1"},
            nullValues = "null")
    void shouldReadWhatCandidatesAreMadeOf(String version, long asOf) {
        var candidates = new Candidates(version, "default", "champion", asOf, 5L, 6L, 7, List.of(), List.of());
        byte[] bytes = bytes(topics.candidates(), candidates);
        assertThat(new RecordHead().asOfOfCandidates(bytes)).isEqualTo(asOf);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"20260101-000000-abcdef0, 987654321", "null, -1"},
            nullValues = "null")
    void shouldReadWhatAListIsMadeOf(String version, long asOf) {
        var list = new Recommendations(version, "default", "champion", FallbackLevel.NEWEST, asOf, 5L, 6L, List.of());
        byte[] bytes = bytes(topics.recommendations(), list);
        assertThat(new RecordHead().asOfOfList(bytes)).isEqualTo(asOf);
    }

    @Test
    void shouldTellAListThatNoEventAskedFor() {
        var candidates = new Candidates("v", "default", "champion", 9L, 0L, 6L, 7, List.of(), List.of());
        var list = new Recommendations("v", "default", "champion", FallbackLevel.NEWEST, 9L, 0L, 6L, List.of());
        assertThat(new RecordHead().asOfOfCandidates(bytes(topics.candidates(), candidates)))
                .isEqualTo(RecordHead.NO_EVENT);
        assertThat(new RecordHead().asOfOfList(bytes(topics.recommendations(), list)))
                .isEqualTo(RecordHead.NO_EVENT);
    }

    @Test
    void shouldReadTheUsersNumberFromTheKey() {
        assertThat(RecordHead.user("user-00042".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(42);
    }

    private static Interaction event(@Nullable String id) {
        return Interaction.newBuilder()
                .setEventId(id)
                .setUserId("user-1")
                .setItemId("item-1")
                .setEventType("click")
                .setTimestampMs(1)
                .build();
    }

    private static <V> byte[] bytes(Topic<?, V> topic, V value) {
        return topic.valueSerde().serializer().serialize(topic.name(), value);
    }
}
