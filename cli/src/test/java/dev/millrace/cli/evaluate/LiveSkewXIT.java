package dev.millrace.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Interaction;
import dev.millrace.avro.ScoredExample;
import dev.millrace.avro.ScoredRow;
import dev.millrace.cli.TestCluster;
import dev.millrace.cli.cluster.Check;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.cluster.TopicSetup;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.recommend.Recommender;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.recommend.ScoredItem;
import dev.millrace.model.recommend.ScoredList;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.Replay;
import dev.millrace.testkit.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveSkewXIT {

    static final FeatureDefinitions DEFINITIONS = FeatureDefinitions.standard();
    static final int EVENTS = 300;
    static final int LOGGED = 80;

    @AutoClose
    static TestCluster started;

    static Cluster cluster;
    static final List<Interaction> EVENTS_SENT = events();

    @BeforeAll
    static void start() {
        started = new TestCluster();
        cluster = started.cluster();
        new TopicSetup(cluster).createMissing(1, 1);
        try (Sender sender = new Sender(cluster)) {
            EVENTS_SENT.forEach(event -> sender.send(cluster.topics().interactionsValid(), event.getUserId(), event));
            sender.flush();
        }
    }

    @Test
    @Order(1)
    void shouldFindNothingToCompareBeforeAnyListIsLogged() {
        assertThat(SkewCheck.of(cluster).verdict()).isEqualTo(Check.Verdict.WARN);
    }

    @Test
    @Order(2)
    void shouldFindNoDifferenceInWhatWasServedAsTheReplayMakesIt() {
        log(EVENTS - LOGGED, EVENTS);

        Skew skew = new LiveSkew(cluster).measure(1_000);
        assertThat(skew.lists()).isEqualTo(LOGGED);
        assertThat(skew.values()).isGreaterThan(5_000);
        assertThat(skew.missing()).isZero();
        assertThat(skew.differing()).isEmpty();
        assertThat(SkewCheck.of(cluster).verdict()).isEqualTo(Check.Verdict.OK);
    }

    @Test
    @Order(3)
    void shouldNameTheFeatureOfAUserThatWasServedWithAnotherValue() {
        ScoredExample served = example(EVENTS - 1);
        int column = DEFINITIONS.names().indexOf("user-item-count");
        ScoredRow row = served.getRows().get(0);
        row.getFeatures().set(column, row.getFeatures().get(column) + 1);
        send(EVENTS_SENT.get(EVENTS - 1).getUserId(), served);

        assertThat(new LiveSkew(cluster).measure(1_000).differing()).containsExactly(Map.entry("user-item-count", 1L));
        Check check = SkewCheck.of(cluster);
        assertThat(check.verdict()).isEqualTo(Check.Verdict.FAIL);
        assertThat(check.toString()).contains("user-item-count 1");
    }

    @Test
    @Order(4)
    void shouldLeaveListsOutThatAnEventCameTooLateFor() {
        // The user of the last list did something before all that is known of them, and it arrived only now.
        Interaction last = EVENTS_SENT.get(EVENTS - 1);
        try (Sender sender = new Sender(cluster)) {
            sender.send(
                    cluster.topics().interactionsValid(),
                    last.getUserId(),
                    Samples.click(last.getUserId(), "i1", Instant.ofEpochMilli(1_000)));
            sender.flush();
        }
        LiveSkew live = new LiveSkew(cluster);

        assertThat(live.measure(1_000).lists()).isLessThan(LOGGED);
        assertThat(live.incomparable()).isPositive();
    }

    private static List<Interaction> events() {
        var random = new Random(5);
        List<Interaction> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            int item = (int) (40 * Math.pow(random.nextDouble(), 2));
            events.add(Samples.click(
                    "u" + random.nextInt(12),
                    "i" + item,
                    Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofMinutes(7L * i))));
        }
        return events;
    }

    private static void log(int from, int to) {
        for (int i = from; i < to; i++) {
            send(EVENTS_SENT.get(i).getUserId(), example(i));
        }
    }

    private static void send(String user, ScoredExample example) {
        try (Sender sender = new Sender(cluster)) {
            sender.send(cluster.topics().featureLog(), user, example);
            sender.flush();
        }
    }

    /** What scoring-app logs after event {@code i}, the only one of its moment; its offset is its number. */
    private static ScoredExample example(int i) {
        InteractionLog.Builder log = InteractionLog.builder();
        EVENTS_SENT.forEach(event ->
                log.add(event.getUserId(), event.getItemId(), event.getEventType(), 1, event.getTimestampMs()));
        InteractionLog known = log.build();
        var replay = new Replay(known, DEFINITIONS, EventWeights.defaults(), Map.of());
        replay.advanceTo(i);
        replay.advanceUsersTo(i + 1);
        ScoredList list = new Recommender(DEFINITIONS, RecommenderSettings.defaults(), EventWeights.defaults())
                .recommend(replay.user(known.user(i)), null, replay.items(), known.timestampMs(i));
        List<ScoredRow> rows = new ArrayList<>();
        for (int place = 0; place < Math.min(20, list.items().size()); place++) {
            ScoredItem item = list.items().get(place);
            List<Float> features = new ArrayList<>();
            for (int column = 0; column < list.width(); column++) {
                features.add(list.rows()[place * list.width() + column]);
            }
            rows.add(new ScoredRow(item.itemId(), features, item.score()));
        }
        return new ScoredExample(null, DEFINITIONS.fingerprint(), (long) i, known.timestampMs(i), rows);
    }
}
