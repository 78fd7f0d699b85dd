package dev.millrace.topologies.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.avro.BundleFile;
import dev.millrace.avro.Erasure;
import dev.millrace.avro.FallbackLevel;
import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.ItemFeatures;
import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.OffsetRange;
import dev.millrace.avro.QualityReport;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.avro.RetrainRequest;
import dev.millrace.avro.Rollout;
import dev.millrace.model.bundle.BundleFiles;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.preferences.ConsumedItems;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.TopologyFixture;
import dev.millrace.topologies.processing.TableMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetrainTopologyTest {

    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    static final Duration FLUSH = Duration.ofSeconds(1);
    static final Duration REPORT = Duration.ofSeconds(10);

    final RetrainSettings settings = new RetrainSettings(
            "default",
            EventWeights.defaults(),
            List.of(Duration.ofDays(1), Duration.ofDays(7)),
            1,
            Duration.ofMinutes(30),
            FLUSH,
            REPORT,
            100,
            new PolicySettings(
                    5, 0.2, 0.5, 0.5, 5, 5, Duration.ofDays(7), 0.1, 2, Duration.ofMinutes(10), Duration.ofHours(1)));
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final TopologyFixture flow =
            TopologyFixture.of((config, topics) -> RetrainTopology.build(config, topics, settings, meters));

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void shouldJudgeAnEventByTheListThatTheUserHad() {
        rollOut("m1", "a", "b", "c");
        list("ann", "m1", -1, "x", "b");
        purchase("ann", "b"); // offset 0
        list("ann", "m1", 0, "c");
        purchase("ann", "z"); // offset 1, unknown to the model

        QualityReport report = onlyReport();
        assertThat(report.getModelVersion()).isEqualTo("m1");
        assertThat(report.getTotal().getEvents()).isEqualTo(2);
        assertThat(report.getTotal().getHits10()).isEqualTo(1);
        assertThat(report.getTotal().getDcg20()).isCloseTo(Math.log(2) / Math.log(3), within(1e-9));
        assertThat(report.getTotal().getUnknownItems()).isEqualTo(1);
        assertThat(report.getRecent()).isEqualTo(report.getTotal());
    }

    @Test
    void shouldNotJudgeAnEventByAListThatIncludesIt() {
        rollOut("m1", "a", "b");
        purchase("bob", "other"); // moves the offsets on
        list("ann", "m1", 1, "a");
        purchase("ann", "a"); // offset 1: the list already knows

        assertThat(reports()).isEmpty();
    }

    @Test
    void shouldPutDecayedPopularityBeside() {
        rollOut("m1", "a", "b");
        popular("hit", 3);
        popular("a", 2);
        list("ann", "m1", -1, "b", "a");
        purchase("ann", "hit");
        purchase("ann", "a"); // "hit" is consumed: "a" is first among the popular

        QualityReport report = onlyReport();
        assertThat(report.getTotal().getPopularityHits10()).isEqualTo(2);
        assertThat(report.getTotal().getPopularityDcg20()).isEqualTo(2.0);
        assertThat(report.getTotal().getHits10()).isEqualTo(1);
    }

    @Test
    void shouldNotCountARepeatThatListsLeaveOut() {
        rollOut("m1", "a");
        list("ann", "m1", -1, "a");
        purchase("ann", "a");
        purchase("ann", "a");

        assertThat(onlyReport().getTotal().getEvents()).isEqualTo(1);
    }

    @Test
    void shouldIgnoreBotsAndWhatIsNotPositive() {
        rollOut("m1", "a");
        list("ann", "m1", -1, "a");
        Interaction bot = interaction("ann", "a", "purchase");
        bot.setBot(true);
        flow.pipe(flow.topics().interactionsValid(), "ann", bot, T0);
        flow.pipe(flow.topics().interactionsValid(), "ann", interaction("ann", "a", "unheard-of"), T0);

        assertThat(reports()).isEmpty();
    }

    @Test
    void shouldCountClicksOnWhatWasShown() {
        rollOut("m1", "a", "b");
        flow.pipe(flow.topics().impressionsValid(), "ann", shown("ann", "m1", "a", "b"), T0);
        purchase("ann", "b");
        purchase("ann", "b");

        QualityReport report = onlyReport();
        assertThat(report.getTotal().getImpressions()).isEqualTo(2);
        assertThat(report.getTotal().getClicks()).isEqualTo(1);
    }

    @Test
    void shouldAskForTheFirstModelOnce() {
        for (int i = 0; i < 6; i++) {
            purchase("ann", "item-" + i);
        }
        for (int i = 0; i < 20; i++) {
            flow.advanceWallClock(REPORT);
        }
        List<KeyValue<String, RetrainRequest>> requests =
                flow.read(flow.topics().retrainRequests());
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.key).isEqualTo("default");
            assertThat(request.value.getCause()).isEqualTo("no-model");
            assertThat(request.value.getChampionVersion()).isNull();
            assertThat(request.value.getEvidence()).containsEntry("newEvents", 6.0);
        });
    }

    @Test
    void shouldAskForANewModelOnEventsThatTheChampionHasNotSeen() {
        purchase("ann", "seen"); // offset 0: the model below was trained on it
        rollOut("m1", "a");
        for (int i = 0; i < 5; i++) {
            purchase("ann", "item-" + i);
        }
        for (int i = 0; i < 4; i++) {
            flow.advanceWallClock(REPORT);
        }
        assertThat(flow.read(flow.topics().retrainRequests())).singleElement().satisfies(request -> {
            assertThat(request.value.getCause()).isEqualTo("new-data");
            assertThat(request.value.getChampionVersion()).isEqualTo("m1");
            assertThat(request.value.getEvidence()).containsEntry("newEvents", 5.0);
        });
    }

    @Test
    void shouldForgetAnErasedUser() {
        list("ann", "m1", -1, "a");
        flow.pipe(flow.topics().erasuresValid(), "ann", new Erasure("ann", T0.toEpochMilli(), null, null), T0);

        assertThat(flow.<String, byte[]>store(RetrainTopology.USER_LISTS).get("ann"))
                .isNull();
    }

    @Test
    void shouldWriteNothingUnderTheKeyOfAUserWhoseListIsWithdrawn() {
        list("ann", "m1", -1, "a");
        flow.pipe(flow.topics().erasuresValid(), "ann", new Erasure("ann", T0.toEpochMilli(), null, null), T0);
        flow.pipe(flow.topics().recommendations(), "ann", null, T0);
        flow.pipe(flow.topics().recommendations(), "nobody", null, T0);
        list("bob", "m1", -1, "a");
        flow.pipe(flow.topics().recommendations(), "bob", null, T0);

        KeyValueStore<String, byte[]> lists = flow.store(RetrainTopology.USER_LISTS);
        assertThat(lists.all()).toIterable().isEmpty();
    }

    @Test
    void shouldLeaveOutWhatStemsFromBeforeTheErasureAndIsReadAfterIt() {
        flow.pipe(flow.topics().erasuresValid(), "ann", new Erasure("ann", T0.toEpochMilli(), null, null), T0);
        list("ann", "m1", -1, "a");
        var before = new RecordHeaders();
        MillraceHeaders.setAppendedMs(before, T0.toEpochMilli());
        flow.pipe(flow.topics().interactionsValid(), "ann", Samples.purchase("ann", "a", 1, T0), T0, before);
        flow.pipe(flow.topics().impressionsValid(), "ann", Samples.impression("ann", T0, "a"), T0, before);

        assertThat(flow.<String, byte[]>store(RetrainTopology.USER_LISTS).get("ann"))
                .isNull();
    }

    @Test
    void shouldKeepTheListOfTheNewUserThatComesBeforeTheErasure() {
        list("ann", "m1", -1, "a");
        purchase("ann", "a");
        var knows = new RecordHeaders();
        MillraceHeaders.setErasedMs(knows, T0.toEpochMilli() + 5);
        flow.pipe(flow.topics().recommendations(), "ann", recommendations("m1", 7, "b"), T0, knows);
        flow.pipe(flow.topics().erasuresValid(), "ann", new Erasure("ann", 0L, null, T0.toEpochMilli() + 5), T0);

        UserLists kept = UserListsCodec.decode(
                flow.<String, byte[]>store(RetrainTopology.USER_LISTS).get("ann"));
        assertThat(kept.consumed()).as("of before").isEqualTo(ConsumedItems.NONE);
        assertThat(kept.newest()).extracting(ServedList::asOfOffset).isEqualTo(7L);
        assertThat(kept.previous()).isNull();
    }

    @Test
    void shouldSendPoisonRecordToDeadLetterTopicAndContinue() {
        rollOut("m1", "a");
        list("ann", "m1", -1, "a");
        flow.pipeRaw(flow.topics().interactionsValid(), "ann", new byte[] {1, 2, 3});
        purchase("ann", "a");

        assertThat(flow.deadLetters()).hasSize(1);
        assertThat(onlyReport().getTotal().getHits10()).isEqualTo(1);
    }

    @Test
    void shouldSkipAPoisonRecordOfAGlobalTopic() {
        flow.pipeRaw(flow.topics().models(), "m0", new byte[] {1, 2, 3});
        rollOut("m1", "a");
        list("ann", "m1", -1, "a");
        purchase("ann", "z");

        assertThat(onlyReport().getTotal().getUnknownItems()).isEqualTo(1);
        assertThat(meters.counter(
                                TableMetrics.UNREADABLE,
                                "topic",
                                flow.topics().models().name())
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldKeepTheDeployedShape() {
        flow.assertShape("retrain.txt");
    }

    void rollOut(String version, String... items) {
        byte[] file = BundleFiles.writeItems(ItemIndex.of(List.of(items)));
        flow.pipe(flow.topics().modelArtifacts(), version + "/" + BundleFiles.ITEMS + "/00000", file, T0);
        var manifest = ModelManifest.newBuilder()
                .setVersion(version)
                .setCreatedAtMs(T0.toEpochMilli())
                .setTrainedOn(List.of(
                        new OffsetRange(flow.topics().interactionsValid().name(), 0, 0L, 1L)))
                .setEventCount(1)
                .setUserCount(1)
                .setItemCount(items.length)
                .setDimension(8)
                .setSettings(Map.of())
                .setMetrics(Map.of())
                .setFeatures(List.of())
                .setFiles(List.of(new BundleFile(BundleFiles.ITEMS, (long) file.length, 1, "")))
                .build();
        flow.pipe(flow.topics().models(), version, manifest, T0);
        var rollout = Rollout.newBuilder()
                .setSlot("default")
                .setChampion(version)
                .setAction("promote")
                .setReason("test")
                .setDecidedBy("training")
                .setDecidedAtMs(T0.toEpochMilli())
                .build();
        flow.pipe(flow.topics().rollouts(), "default", rollout, T0);
    }

    void list(String user, String version, long asOfOffset, String... items) {
        flow.pipe(flow.topics().recommendations(), user, recommendations(version, asOfOffset, items), T0);
    }

    static Recommendations recommendations(String version, long asOfOffset, String... items) {
        return Recommendations.newBuilder()
                .setModelVersion(version)
                .setLevel(FallbackLevel.PERSONAL)
                .setAsOfOffset(asOfOffset)
                .setEventAppendedMs(0)
                .setGeneratedAtMs(0)
                .setItems(Stream.of(items)
                        .map(item -> new RecommendedItem(item, 1f, "personal", List.of(), null))
                        .toList())
                .build();
    }

    void popular(String item, double count) {
        var features = ItemFeatures.newBuilder()
                .setAsOfMs(T0.toEpochMilli())
                .setDefinitions("")
                .setDecayedCounts(List.of(0.0, count))
                .setFirstSeenMs(0)
                .setLastSeenMs(0)
                .setEventCount(1)
                .build();
        flow.pipe(flow.topics().itemFeatures(), item, features, T0);
    }

    void purchase(String user, String item) {
        flow.pipe(flow.topics().interactionsValid(), user, interaction(user, item, "purchase"), T0);
    }

    static Interaction interaction(String user, String item, String type) {
        return Interaction.newBuilder()
                .setUserId(user)
                .setItemId(item)
                .setEventType(type)
                .setTimestampMs(T0.toEpochMilli())
                .build();
    }

    static Impression shown(String user, String version, String... items) {
        return Impression.newBuilder()
                .setUserId(user)
                .setItemIds(List.of(items))
                .setTimestampMs(T0.toEpochMilli())
                .setModelVersion(version)
                .build();
    }

    List<QualityReport> reports() {
        flow.advanceWallClock(FLUSH);
        flow.advanceWallClock(REPORT);
        return flow.read(flow.topics().quality()).stream().map(kv -> kv.value).toList();
    }

    QualityReport onlyReport() {
        List<QualityReport> reports = reports();
        assertThat(reports).hasSize(1);
        return reports.get(0);
    }
}
