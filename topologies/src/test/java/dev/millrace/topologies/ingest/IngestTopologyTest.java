package dev.millrace.topologies.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import dev.millrace.avro.Rejection;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.topologies.pacing.CommitPace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IngestTopologyTest {

    IngestFlow flow = IngestFlow.start();

    @AfterEach
    void close() {
        flow.close();
    }

    static Interaction click(String user, @Nullable String eventId) {
        return new Interaction(eventId, user, "item-1", "click", null, IngestFlow.NOW.toEpochMilli(), null, false);
    }

    @Test
    void shouldLetAValidEventThroughUnderItsUser() {
        Interaction click = click("ann", "e-1");
        flow.pipe("ann", click, new RecordHeaders().add("traceparent", "00-abc".getBytes(StandardCharsets.UTF_8)));

        assertThat(flow.valid()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("ann");
            assertThat(record.value()).isEqualTo(click);
            assertThat(MillraceHeaders.text(record.headers(), "traceparent")).isEqualTo("00-abc");
            assertThat(MillraceHeaders.appendedMs(record.headers(), -1)).isEqualTo(IngestFlow.NOW.toEpochMilli());
            assertThat(record.headers().toArray()).hasSize(2);
        });
        assertThat(flow.counted(IngestMetrics.ACCEPTED, "stream", "interactions"))
                .isEqualTo(1);
    }

    @Test
    void shouldRejectWithTheRecordAsItCame() {
        Interaction bad = click(" ", "e-1");
        flow.pipe(click("ann", "e-0"));
        flow.pipe("some key", bad, new RecordHeaders());

        assertThat(flow.rejected()).singleElement().satisfies(record -> {
            Rejection rejection = record.value();
            assertThat(rejection.getReason()).isEqualTo("missing-user");
            assertThat(rejection.getDetail()).contains("userId");
            assertThat(rejection.getTopic()).isEqualTo("recs.interactions.v1");
            assertThat(rejection.getPartition()).isZero();
            assertThat(rejection.getOffset()).isEqualTo(1);
            assertThat(rejection.getTimestampMs()).isEqualTo(IngestFlow.NOW.toEpochMilli());
            assertThat(rejection.getOriginal().array()).isEqualTo(flow.bytes(bad));
            assertThat(rejection.getOriginalKey().array()).isEqualTo("some key".getBytes(StandardCharsets.UTF_8));
            assertThat(record.key()).isEqualTo("some key".getBytes(StandardCharsets.UTF_8));
        });
        assertThat(flow.valid()).hasSize(1);
        assertThat(flow.counted(IngestMetrics.REJECTED, "stream", "interactions", "reason", "missing-user"))
                .isEqualTo(1);
    }

    @Test
    void shouldRejectARecordWithoutValue() {
        flow.pipe(null, null, new RecordHeaders());

        assertThat(flow.rejected()).singleElement().satisfies(record -> {
            assertThat(record.value().getReason()).isEqualTo("missing-value");
            assertThat(record.value().getOriginal()).isNull();
            assertThat(record.value().getOriginalKey()).isNull();
        });
    }

    @Test
    void shouldSendUndecodableBytesToTheDeadLetterTopicUntouchedAndGoOn() {
        List<byte[]> poison = List.of(
                IngestFlow.NO_BYTES,
                "{\"userId\": \"ann\"}".getBytes(StandardCharsets.UTF_8),
                new byte[] {0, 0, 0, 0, 99, 1, 2},
                new byte[] {0, 0, 0, 0, 1});
        flow.pipe(click("ann", "e-0"));
        poison.forEach(bytes -> flow.pipeRaw(flow.topics.interactions(), bytes, bytes, new RecordHeaders()));
        flow.pipe(click("ann", "e-1"));

        assertThat(flow.deadLetters()).extracting(record -> record.value()).containsExactlyElementsOf(poison);
        assertThat(flow.valid()).hasSize(2);
        assertThat(flow.rejected()).isEmpty();
    }

    @Test
    void shouldNameTheFailureInTheDeadLettersHeaders() {
        flow.pipeRaw(flow.topics.interactions(), null, new byte[] {7}, new RecordHeaders());

        assertThat(flow.deadLetters()).singleElement().satisfies(record -> assertThat(
                        MillraceHeaders.text(record.headers(), "__streams.errors.message"))
                .contains("wire format"));
    }

    @Test
    void shouldRefuseARepeatAndSayWhichEventItWas() {
        flow.pipe(click("ann", "e-1"));
        flow.advance(Duration.ofHours(23));
        flow.pipe("another key", click("ann", "e-1"), new RecordHeaders());

        assertThat(flow.valid()).hasSize(1);
        assertThat(flow.rejected()).singleElement().satisfies(record -> {
            assertThat(record.value().getReason()).isEqualTo("duplicate-event");
            assertThat(record.value().getDetail()).contains("e-1");
            assertThat(record.value().getOffset()).isEqualTo(1);
            assertThat(record.key()).isEqualTo("another key".getBytes(StandardCharsets.UTF_8));
            assertThat(record.value().getOriginal().array()).isEqualTo(flow.bytes(click("ann", "e-1")));
        });
        assertThat(flow.counted(IngestMetrics.REJECTED, "stream", "interactions", "reason", "duplicate-event"))
                .isEqualTo(1);
    }

    @Test
    void shouldForgetAnEventIdAfterTheWindow() {
        flow.pipe(click("ann", "e-1"));
        flow.advance(Duration.ofHours(24).plusMillis(1));
        flow.pipe(click("ann", "e-1"));

        assertThat(flow.valid()).hasSize(2);
    }

    @Test
    void shouldFindRepeatsAlsoInReplayedOldData() {
        flow.appendAt(Instant.parse("2010-12-01T08:00:00Z"));
        flow.pipe(click("ann", "e-1"));
        flow.appendAt(Instant.parse("2010-12-09T08:00:00Z"));
        flow.pipe(click("ann", "e-2"));
        flow.appendAt(Instant.parse("2010-12-01T08:00:01Z")); // late by days
        flow.pipe(click("ann", "e-2"));
        flow.pipe(click("ann", "e-3"));
        flow.pipe(click("ann", "e-3"));

        assertThat(flow.valid()).extracting(r -> r.value().getEventId()).containsExactly("e-1", "e-2", "e-3");
    }

    @Test
    void shouldKeepEqualIdsOfTwoUsersApart() {
        flow.pipe(click("ann", "1"));
        flow.pipe(click("bob", "1"));
        flow.pipe(click("an", "n1"));

        assertThat(flow.valid()).hasSize(3);
    }

    @Test
    void shouldNotTreatEventsWithoutIdAsRepeats() {
        flow.pipe(click("ann", null));
        flow.pipe(click("ann", null));
        flow.pipe(click("ann", " "));
        flow.pipe(click("ann", " "));

        assertThat(flow.valid()).hasSize(4).allSatisfy(r -> assertThat(r.value().getEventId())
                .isNull());
    }

    @Test
    void shouldTakeTheEventIdFromCloudEventsHeader() {
        var headers = new RecordHeaders().add("ce_id", "ce-1".getBytes(StandardCharsets.UTF_8));
        flow.pipe("ann", click("ann", null), headers);
        flow.pipe("ann", click("ann", null), new RecordHeaders(headers));
        flow.pipe("ann", click("ann", "own"), new RecordHeaders(headers));

        assertThat(flow.valid()).extracting(r -> r.value().getEventId()).containsExactly("ce-1", "own");
        assertThat(flow.reasons()).containsExactly("duplicate-event");
    }

    @Test
    void shouldBringEventsOfOtherPartitionsHomeAndStillFindRepeats() {
        flow.close();
        flow = IngestFlow.startElsewhere();
        var headers = new RecordHeaders().add("traceparent", "00-abc".getBytes(StandardCharsets.UTF_8));
        flow.pipe(null, click("ann", "e-1"), headers);
        flow.pipe("key", click("ann", "e-1"), new RecordHeaders());

        assertThat(flow.valid()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("ann");
            assertThat(record.headers().toArray())
                    .extracting(h -> h.key())
                    .containsExactlyInAnyOrder("traceparent", MillraceHeaders.APPENDED_MS);
        });
        assertThat(flow.rejected()).singleElement().satisfies(record -> {
            assertThat(record.value().getReason()).isEqualTo("duplicate-event");
            assertThat(record.value().getTopic()).isEqualTo("recs.interactions.v1");
            assertThat(record.value().getOffset()).isEqualTo(1);
            assertThat(record.key()).isEqualTo("key".getBytes(StandardCharsets.UTF_8));
            assertThat(record.value().getOriginal().array()).isEqualTo(flow.bytes(click("ann", "e-1")));
        });
        assertThat(flow.counted(IngestMetrics.REKEYED, "stream", "interactions"))
                .isEqualTo(2);
    }

    @Test
    void shouldNotBelieveOriginHeadersFromOutside() {
        flow.pipe(
                "ann",
                click("ann", "e-1"),
                new RecordHeaders()
                        .add("millrace-origin", "junk".getBytes(StandardCharsets.UTF_8))
                        .add("millrace-appended-ms", "1".getBytes(StandardCharsets.UTF_8)));

        assertThat(flow.valid()).singleElement().satisfies(record -> {
            assertThat(record.headers().toArray()).hasSize(1);
            assertThat(MillraceHeaders.appendedMs(record.headers(), -1)).isEqualTo(IngestFlow.NOW.toEpochMilli());
        });
    }

    @Test
    void shouldStartTheLatencyClockAtReadingWhenTheTopicHasNoAppendTime() {
        flow.close();
        flow = new IngestFlow(new IngestSettings(
                Set.of("click"), Duration.ZERO, null, Duration.ofHours(24), 0, false, 1, CommitPace.DEFAULT));
        flow.appendAt(Instant.EPOCH);
        flow.pipe(click("ann", "e-1"));

        assertThat(flow.valid()).singleElement().satisfies(record -> assertThat(
                        MillraceHeaders.appendedMs(record.headers(), -1))
                .isEqualTo(IngestFlow.NOW.toEpochMilli()));
    }

    @Test
    void shouldFlagAUserBeyondTheRateCapWithinAMinuteOfEventTime() {
        flow.close();
        flow = new IngestFlow(new IngestSettings(
                Set.of("click"), Duration.ZERO, null, Duration.ofHours(24), 3, true, 1, CommitPace.DEFAULT));
        long minute = IngestFlow.NOW.toEpochMilli() - 60_000;
        for (int i = 0; i < 5; i++) {
            flow.pipe(at("bot", minute + i));
        }
        flow.pipe(at("ann", minute));
        flow.pipe(at("bot", minute + 60_000));

        assertThat(flow.valid())
                .extracting(r -> r.value().getBot())
                .containsExactly(false, false, false, true, true, false, false);
        assertThat(flow.counted(IngestMetrics.BOTS)).isEqualTo(2);
    }

    @Test
    void shouldKeepTheFlagThatTheProducerSet() {
        Interaction known = click("crawler", "e-1");
        known.setBot(true);
        flow.pipe(known);

        assertThat(flow.valid())
                .singleElement()
                .satisfies(r -> assertThat(r.value().getBot()).isTrue());
    }

    @Test
    void shouldScreenImpressions() {
        Impression shown =
                new Impression("i-1", "ann", List.of("a", "b"), IngestFlow.NOW.toEpochMilli(), "home", "m-1");
        flow.pipe(shown);
        flow.pipe(shown);
        flow.pipe(new Impression("i-2", "ann", List.of(), IngestFlow.NOW.toEpochMilli(), null, null));

        assertThat(flow.validImpressions()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("ann");
            assertThat(record.value()).isEqualTo(shown);
        });
        assertThat(flow.reasons()).containsExactly("duplicate-event", "missing-item");
    }

    @Test
    void shouldPassTheCatalogueAndDelistings() {
        Item item = new Item("Tea pot", List.of("kitchen"), 9.5, null, 10L, 20L, Map.of("colour", "red"));
        flow.pipe("item-1", item);
        flow.pipe("item-1", (Item) null);
        flow.pipe(" ", item);
        flow.pipe("item-2", new Item("Tea pot", List.of(), -1.0, null, null, null, Map.of()));
        flow.pipeRaw(flow.topics.items(), new byte[] {(byte) 0xC3, 0x28}, null, new RecordHeaders());

        assertThat(flow.catalog())
                .satisfiesExactly(
                        record -> {
                            assertThat(record.key()).isEqualTo("item-1");
                            assertThat(record.value()).isEqualTo(item);
                        },
                        record -> {
                            assertThat(record.key()).isEqualTo("item-1");
                            assertThat(record.value()).isNull();
                        });
        assertThat(flow.reasons()).containsExactly("missing-item", "absurd-price", "malformed-key");
    }

    @Test
    void shouldKeepTheDeployedShape() throws IOException {
        String shape = flow.topology.describe().toString();
        Path golden = Path.of("src/test/resources/topologies/ingest.txt");
        if (Boolean.getBoolean("shape.update")) {
            Files.writeString(golden, shape);
        }
        assertThat(shape)
                .doesNotContainPattern("K(STREAM|TABLE)-")
                .isEqualToNormalizingNewlines(Files.readString(golden));
    }

    private static Interaction at(String user, long timestampMs) {
        return new Interaction(null, user, "item-1", "click", null, timestampMs, null, false);
    }
}
