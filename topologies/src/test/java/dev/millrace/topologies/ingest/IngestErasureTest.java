package dev.millrace.topologies.ingest;

import static dev.millrace.testkit.Samples.click;
import static dev.millrace.testkit.Samples.erasure;
import static dev.millrace.testkit.Samples.identified;
import static dev.millrace.testkit.Samples.impression;
import static dev.millrace.topologies.ingest.IngestFlow.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Erasure;
import dev.millrace.avro.Rejection;
import dev.millrace.schemas.MillraceHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Erasures are screened and brought home as events are, and events of before them are refused. */
class IngestErasureTest {

    static final Instant ERASED = NOW.plusSeconds(10);

    @Test
    void shouldPassAnErasureOnWithTheTimeItWasAppended() {
        try (var flow = IngestFlow.start()) {
            flow.appendAt(ERASED);
            Erasure claimed = erasure("ann", NOW);
            claimed.setErasedUntilMs(1L);
            flow.pipe(claimed);

            TestRecord<String, Erasure> passed = flow.erasures().get(0);
            assertThat(passed.key()).isEqualTo("ann");
            assertThat(passed.value().getErasedUntilMs()).isEqualTo(ERASED.toEpochMilli());
            assertThat(passed.value().getRequestedAtMs()).isEqualTo(NOW.toEpochMilli());
        }
    }

    @Test
    void shouldBringAnErasureHomeWhateverItsKey() {
        try (var flow = IngestFlow.startElsewhere()) {
            flow.appendAt(ERASED);
            flow.pipe(flow.topics.erasures(), null, erasure("ann", NOW), new RecordHeaders());

            TestRecord<String, Erasure> passed = flow.erasures().get(0);
            assertThat(passed.key()).isEqualTo("ann");
            assertThat(passed.value().getErasedUntilMs()).isEqualTo(ERASED.toEpochMilli());
            assertThat(flow.counted(IngestMetrics.REKEYED, "stream", "erasures"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseErasuresThatNameNobody() {
        try (var flow = IngestFlow.start()) {
            flow.pipe(erasure(" ", NOW));
            flow.pipe(erasure("u".repeat(257), NOW));
            Erasure verbose = erasure("ann", NOW);
            verbose.setReason("x".repeat(4_097));
            flow.pipe(verbose);
            flow.pipe(flow.topics.erasures(), "ann", null, new RecordHeaders());

            assertThat(flow.reasons())
                    .containsExactly("missing-user", "id-too-long", "field-too-long", "missing-value");
            assertThat(flow.erasures()).isEmpty();
        }
    }

    @Test
    void shouldMakeADeadLetterOfAnUndecodableErasure() {
        try (var flow = IngestFlow.start()) {
            flow.appendAt(ERASED);
            flow.pipeRaw(flow.topics.erasures(), new byte[] {1}, new byte[] {2, 3}, new RecordHeaders());

            assertThat(flow.deadLetters()).singleElement().satisfies(letter -> assertThat(
                            MillraceHeaders.firstAppendedMs(letter.headers(), Long.MAX_VALUE))
                    .as("kept for a replay")
                    .isEqualTo(ERASED.toEpochMilli()));
            assertThat(flow.erasures()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseWhatWasAppendedBeforeTheErasureAndIsReadAfterIt(boolean elsewhere) {
        try (var flow = elsewhere ? IngestFlow.startElsewhere() : IngestFlow.start()) {
            flow.appendAt(ERASED);
            flow.pipe(erasure("ann", NOW));
            flow.appendAt(ERASED.minusSeconds(1));
            flow.pipe(click("ann", "i1", NOW));
            flow.pipe(impression("ann", NOW, "i1"));
            flow.pipe(click("bob", "i1", NOW));

            assertThat(flow.valid()).extracting(TestRecord::key).containsExactly("bob");
            assertThat(flow.validImpressions()).isEmpty();
            List<TestRecord<byte[], Rejection>> refused = flow.rejected();
            assertThat(refused).hasSize(2).allSatisfy(record -> {
                assertThat(record.value().getReason()).isEqualTo("erased-user");
                assertThat(record.value().getOriginal())
                        .as("nothing of the user")
                        .isNull();
                assertThat(record.value().getOriginalKey()).isNull();
                assertThat(record.key()).isEmpty();
                assertThat(record.headers().toArray()).isEmpty();
            });
        }
    }

    @Test
    void shouldForgetTheMillisecondOfTheErasureAndBeginANewUserWithTheNext() {
        try (var flow = IngestFlow.start()) {
            flow.appendAt(ERASED);
            flow.pipe(erasure("ann", NOW));
            flow.pipe(click("ann", "i1", NOW));
            flow.appendAt(ERASED.plusMillis(1));
            flow.pipe(click("ann", "i2", NOW));

            assertThat(flow.valid())
                    .extracting(event -> event.value().getItemId())
                    .containsExactly("i2");
        }
    }

    @Test
    void shouldGoByAppendTimeAndNotByWhatTheEventSays() {
        try (var flow = IngestFlow.start()) {
            flow.appendAt(ERASED);
            flow.pipe(erasure("ann", NOW));
            flow.appendAt(ERASED.minusMillis(1));
            flow.pipe(click("ann", "i1", ERASED.plusSeconds(60)));

            assertThat(flow.valid()).isEmpty();
        }
    }

    @Test
    void shouldRefuseAReplayedRecordThatWasFirstAppendedBeforeTheErasure() {
        try (var flow = IngestFlow.start()) {
            flow.appendAt(ERASED);
            flow.pipe(erasure("ann", NOW));
            flow.appendAt(ERASED.plusSeconds(60));
            var first = new RecordHeaders();
            MillraceHeaders.setFirstAppendedMs(first, ERASED.minusSeconds(1).toEpochMilli());
            flow.pipe("ann", click("ann", "i1", NOW), first);
            flow.appendAt(ERASED);
            var claimed = new RecordHeaders();
            MillraceHeaders.setFirstAppendedMs(
                    claimed, ERASED.plusSeconds(3_600).toEpochMilli());
            flow.pipe("ann", click("ann", "i2", NOW), claimed);

            assertThat(flow.reasons())
                    .as("nobody was appended later than the broker says")
                    .containsExactly("erased-user", "erased-user");
        }
    }

    @Test
    void shouldForgetEventIdsAndRatesOfTheUserOnly() {
        try (var flow = new IngestFlow(IngestFlow.cappedAt(2))) {
            flow.pipe(identified("e1", "ann", "i1", "click", NOW));
            flow.pipe(identified("e2", "ann", "i1", "click", NOW));
            flow.pipe(identified("e1", "anna", "i1", "click", NOW));
            flow.appendAt(ERASED);
            flow.pipe(erasure("ann", NOW));
            flow.advance(Duration.ofMillis(1));
            flow.valid();
            flow.pipe(identified("e1", "ann", "i1", "click", NOW));
            flow.pipe(identified("e1", "anna", "i1", "click", NOW));

            assertThat(flow.valid()).singleElement().satisfies(event -> {
                assertThat(event.key()).isEqualTo("ann");
                assertThat(event.value().getBot()).as("begins anew").isFalse();
            });
            assertThat(flow.reasons()).as("of anna").containsExactly("duplicate-event");
        }
    }

    @Test
    void shouldKeepTheLaterOfTwoErasuresThatOvertakeEachOther() {
        try (var flow = IngestFlow.start()) {
            flow.appendAt(ERASED);
            flow.pipe(erasure("ann", NOW));
            flow.appendAt(ERASED.minusSeconds(5));
            flow.pipe(erasure("ann", NOW));

            assertThat(flow.erasures())
                    .extracting(erasure -> erasure.value().getErasedUntilMs())
                    .containsExactly(ERASED.toEpochMilli(), ERASED.toEpochMilli());
        }
    }

    @Test
    void shouldForgetWhatWasReadBeforeWhereTheInputHasNoAppendTime() {
        try (var flow = new IngestFlow(IngestFlow.withoutAppendTime())) {
            flow.appendAt(NOW.minusSeconds(60)); // as the producers' clocks say
            flow.pipe(erasure("ann", NOW));

            assertThat(flow.erasures().get(0).value().getErasedUntilMs()).isEqualTo(NOW.toEpochMilli());
            flow.pipe(click("ann", "i1", NOW));
            assertThat(flow.reasons()).containsExactly("erased-user");
        }
    }
}
