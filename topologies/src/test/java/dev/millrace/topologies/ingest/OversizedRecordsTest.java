package dev.millrace.topologies.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import dev.millrace.avro.Rejection;
import dev.millrace.schemas.DeadLetters;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.schemas.RecordSize;
import dev.millrace.schemas.SentBack;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OversizedRecordsTest {

    static final int NEARLY_A_MEBIBYTE = 1_047_500;

    IngestFlow flow = IngestFlow.start();

    @AfterEach
    void close() {
        flow.close();
    }

    static Interaction click(String item) {
        return new Interaction("e-1", "ann", item, "click", null, IngestFlow.NOW.toEpochMilli(), null, false);
    }

    static byte[] random(int bytes) {
        var some = new byte[bytes];
        new Random(bytes).nextBytes(some);
        return some;
    }

    static Headers headers(int bytes) {
        return new RecordHeaders().add("traceparent", new byte[] {1}).add("baggage", random(bytes));
    }

    @Test
    void shouldCutADeadLetterThatWouldNotFit() {
        byte[] poison = random(NEARLY_A_MEBIBYTE);
        flow.pipeRaw(flow.topics.interactions(), new byte[] {7}, poison, new RecordHeaders());
        flow.pipe(click("tea"));

        assertThat(flow.valid()).hasSize(1);
        assertThat(flow.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(sizeOf(letter)).isLessThan(RecordSize.LIMIT);
            assertThat(letter.key()).containsExactly(7);
            assertThat(poison).startsWith(letter.value());
            assertThat(MillraceHeaders.text(letter.headers(), DeadLetters.CUT_VALUE))
                    .isEqualTo(poison.length + " " + RecordSize.sha256(poison));
        });
    }

    @Test
    void shouldCutARefusalThatWouldNotFit() {
        byte[] whole = flow.bytes(click("x".repeat(NEARLY_A_MEBIBYTE)));
        flow.pipeRaw(flow.topics.interactions(), random(100_000), whole, headers(100_000));
        flow.pipe(click("tea"));

        assertThat(flow.valid()).hasSize(1);
        assertThat(flow.rejected()).singleElement().satisfies(record -> {
            Rejection rejection = record.value();
            assertThat(rejection.getReason()).isEqualTo("id-too-long");
            assertThat(rejection.getOriginalLength()).isEqualTo(whole.length);
            assertThat(rejection.getOriginalSha256()).isEqualTo(RecordSize.sha256(whole));
            assertThat(rejection.getOriginalKeyLength()).isEqualTo(100_000);
            assertThat(rejection.getOriginalKeySha256()).isEqualTo(RecordSize.sha256(random(100_000)));
            assertThat(MillraceHeaders.text(record.headers(), RecordSize.CUT_HEADERS))
                    .isNotNull();
            assertThat(record.headers().lastHeader("traceparent")).isNotNull();
            byte[] value = flow.topics.rejected().valueSerde().serializer().serialize("rejected", rejection);
            assertThat(RecordSize.of(record.key(), value, record.headers())).isLessThan(RecordSize.LIMIT);
        });
    }

    @Test
    void shouldKeepWhatFitsUntouched() {
        byte[] whole = flow.bytes(click("x".repeat(500_000)));
        flow.pipeRaw(flow.topics.interactions(), new byte[] {7}, whole, new RecordHeaders());

        assertThat(flow.rejected()).singleElement().satisfies(record -> {
            assertThat(record.value().getOriginal().array()).isEqualTo(whole);
            assertThat(record.value().getOriginalLength()).isNull();
        });
    }

    @Test
    void shouldRefuseWhatCouldNotBePassedOn() {
        flow.pipe("ann", click("tea"), headers(Sizes.LONGEST_HEADERS));
        flow.pipe("k".repeat(NEARLY_A_MEBIBYTE), click("tea"), new RecordHeaders());
        flow.pipe(flow.topics.items(), "tea", Item.newBuilder().build(), headers(Sizes.LONGEST_HEADERS));
        flow.pipe(new Impression("e", "ann", List.of("tea"), IngestFlow.NOW.toEpochMilli(), "s".repeat(257), null));
        flow.pipe(new Impression("e", "ann", List.of("tea"), IngestFlow.NOW.toEpochMilli(), null, "m".repeat(257)));
        flow.pipe("tea", Item.newBuilder().setAttributes(Map.of("a", "b")).build());

        assertThat(flow.reasons())
                .containsExactly(
                        "record-too-large", "record-too-large", "record-too-large", "id-too-long", "id-too-long");
        assertThat(flow.valid()).isEmpty();
        assertThat(flow.validImpressions()).isEmpty();
        assertThat(flow.catalog()).hasSize(1);
    }

    @Test
    void shouldNotPassOnThatARecordWasADeadLetter() {
        var headers = new RecordHeaders();
        new SentBack("recs.interactions.v1", 0, 7, 1).writeTo(headers);
        flow.pipe("ann", click("tea"), headers);

        assertThat(flow.valid()).singleElement().satisfies(record -> assertThat(SentBack.in(record.headers()))
                .isNull());
    }

    private static int sizeOf(TestRecord<byte[], byte[]> record) {
        return RecordSize.of(record.key(), record.value(), record.headers());
    }
}
