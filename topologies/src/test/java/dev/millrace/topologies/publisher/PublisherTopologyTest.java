package dev.millrace.topologies.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.avro.Candidate;
import dev.millrace.avro.Candidates;
import dev.millrace.avro.FallbackLevel;
import dev.millrace.avro.Item;
import dev.millrace.avro.ItemFeatures;
import dev.millrace.avro.ItemNeighbours;
import dev.millrace.avro.Neighbour;
import dev.millrace.avro.Reason;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.avro.Rollout;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.rules.Exploration;
import dev.millrace.model.rules.ListedItem;
import dev.millrace.model.rules.Rules;
import dev.millrace.model.rules.RulesFile;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.TopologyFixture;
import dev.millrace.topologies.pacing.CommitPace;
import dev.millrace.topologies.processing.TableMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublisherTopologyTest {

    static final Instant T0 = TopologyFixture.START;
    static final FeatureDefinitions DEFINITIONS = FeatureDefinitions.standard();

    Rules rules = Rules.NONE;
    final PublisherSettings settings = new PublisherSettings(3, 10, Duration.ofSeconds(1), CommitPace.DEFAULT);
    final PublisherState state = PublisherState.of(DEFINITIONS, () -> rules);
    final MeterRegistry meters = new SimpleMeterRegistry();
    final TopologyFixture flow = TopologyFixture.of((config, topics) -> PublisherTopology.build(
            config, topics, settings, state, meters, Clock.fixed(T0.plusMillis(40), ZoneOffset.UTC)));

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void shouldPublishTheHeadAndStoreTheWholeList() {
        score("ann", candidates("m1", personal("a", "b", "c", "d", "e")));

        Recommendations list = onlyList("ann");
        assertThat(ids(list)).containsExactly("a", "b", "c");
        assertThat(list.getLevel()).isEqualTo(FallbackLevel.PERSONAL);
        assertThat(list.getModelVersion()).isEqualTo("m1");
        assertThat(list.getAsOfOffset()).isEqualTo(7);
        assertThat(list.getItems().get(0).getReasons()).containsExactly(new Reason("bought", 0.5f));
        assertThat(ids(stored("ann"))).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void shouldNotPublishAnUnchangedListButRememberHowFarItReaches() {
        score("ann", candidates("m1", personal("a", "b", "c", "d")));
        Candidates later = candidates("m1", personal("a", "b", "c", "e"));
        later.setAsOfOffset(8);
        score("ann", later);

        onlyList("ann");
        assertThat(stored("ann").getAsOfOffset()).isEqualTo(8);
        assertThat(ids(stored("ann"))).containsExactly("a", "b", "c", "e");
        assertThat(meters.counter(PublisherMetrics.SUPPRESSED).count()).isEqualTo(1);
    }

    @Test
    void shouldPublishAgainWhenOrderModelOrLevelChanges() {
        score("ann", candidates("m1", personal("a", "b", "c")));
        score("ann", candidates("m1", personal("b", "a", "c")));
        score("ann", candidates("m2", personal("b", "a", "c")));
        score("ann", candidates("m2", from("co-visited", "b", "a", "c")));

        assertThat(lists("ann")).hasSize(4);
    }

    @Test
    void shouldMeasureWhatPublishedListsAreLike() {
        catalogue("a", Samples.item("A", "garden"));
        catalogue("b", Samples.item("B", "garden"));
        catalogue("c", Samples.item("C", "kitchen"));
        score("ann", candidates("m1", personal("a", "b", "c")));
        score("ann", candidates("m1", personal("a", "b", "d")));

        assertThat(meters.summary(ListTraitMetrics.CHURN).totalAmount()).isCloseTo(1.0 / 3, within(1e-9));
        assertThat(meters.summary(ListTraitMetrics.DIVERSITY).mean()).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(meters.summary(ListTraitMetrics.NOVELTY).count()).isEqualTo(1);
    }

    @Test
    void shouldMarkExploredItemsWithTheirPropensity() {
        rules = Rules.NONE.with(new Exploration(1, 3));
        score("ann", candidates("m1", personal("a", "b", "c", "d")));

        assertThat(onlyList("ann").getItems())
                .extracting(RecommendedItem::getSource, RecommendedItem::getPropensity)
                .containsExactly(tuple("explored", 1 / 4f), tuple("explored", 1 / 3f), tuple("explored", 1 / 2f));
    }

    @Test
    void shouldApplyTheRulesInForceWhenTheListIsMade() {
        score("ann", candidates("m1", personal("a", "b", "c", "d")));
        rules = RulesFile.parse("rules.yaml", "{exclude: {items: [a]}, include: [{item: p, position: 1}]}");
        score("ann", candidates("m1", personal("a", "b", "c", "d")));

        List<Recommendations> lists = lists("ann");
        assertThat(ids(lists.get(0))).containsExactly("a", "b", "c");
        assertThat(ids(lists.get(1))).containsExactly("p", "b", "c");
    }

    @Test
    void shouldNotShowDelistedOrExpiredItems() {
        catalogue("gone", Samples.item("Gone"));
        catalogue("gone", null);
        Item summer = Samples.item("Summer");
        summer.setAvailableUntilMs(T0.toEpochMilli());
        catalogue("summer", summer);
        Item tomorrow = Samples.item("Tomorrow");
        tomorrow.setAvailableFromMs(T0.plus(Duration.ofDays(1)).toEpochMilli());
        catalogue("tomorrow", tomorrow);
        catalogue("a", Samples.item("A"));
        score("ann", candidates("m1", personal("gone", "summer", "tomorrow", "a", "never in the catalogue")));

        assertThat(ids(onlyList("ann"))).containsExactly("a");
    }

    @Test
    void shouldNameEveryRungOfTheLadder() {
        catalogue("g1", Samples.item("G1", "garden"));
        catalogue("g2", Samples.item("G2", "garden"));
        rules = RulesFile.parse("rules.yaml", "include: [{item: g1, position: 1}]");
        score("personal", candidates("m1", personal("a")));
        score("session", candidates(null, from("co-visited", "a")));
        score("newest", candidates(null, List.of()));
        popular("g2", 5);
        score("segment", candidates(null, from("co-visited", "g1")));
        score("trending", candidates(null, List.of()));

        assertThat(flow.read(flow.topics().recommendations()))
                .extracting(list -> list.key, list -> list.value.getLevel())
                .containsExactly(
                        tuple("personal", FallbackLevel.PERSONAL),
                        tuple("session", FallbackLevel.RECENT_SESSION),
                        tuple("newest", FallbackLevel.NEWEST),
                        tuple("segment", FallbackLevel.SEGMENT),
                        tuple("trending", FallbackLevel.TRENDING));
    }

    @Test
    void shouldTopUpWithoutWhatTheCandidatesKnowAsConsumed() {
        popular("bought", 9);
        popular("hit", 5);
        score("ann", candidates("m1", personal("a")));

        assertThat(ids(onlyList("ann"))).containsExactly("a", "hit");
    }

    @Test
    void shouldGiveAListToUsersWhoCameBeforeAnyItem() {
        score("early", candidates(null, List.of()));
        flow.advanceWallClock(Duration.ofSeconds(1));
        assertThat(lists("early")).isEmpty();

        popular("first", 1);
        flow.advanceWallClock(Duration.ofSeconds(1));
        Recommendations list = onlyList("early");
        assertThat(ids(list)).containsExactly("first");
        assertThat(list.getAsOfOffset()).isEqualTo(7);

        flow.advanceWallClock(Duration.ofSeconds(5));
        assertThat(lists("early")).isEmpty();
    }

    @Test
    void shouldNotTryAgainForAUserWhoHasGotAListMeanwhile() {
        score("early", candidates(null, List.of()));
        score("early", candidates("m1", personal("a")));
        popular("hit", 1);
        flow.advanceWallClock(Duration.ofSeconds(1));

        assertThat(ids(onlyList("early"))).containsExactly("a");
    }

    @Test
    void shouldNotPublishWhatAShadowModelScored() {
        Candidates shadow = candidates("m2", personal("a"));
        shadow.setArm("shadow");
        score("ann", shadow);

        assertThat(lists("ann")).isEmpty();
        assertThat(published().get("ann")).isNull();
    }

    @Test
    void shouldWithdrawTheListOfAForgottenUser() {
        score("ann", candidates("m1", personal("a")));
        flow.pipe(flow.topics().erasuresValid(), "ann", Samples.erasure("ann", T0), T0);

        assertThat(flow.read(flow.topics().recommendations()))
                .extracting(list -> list.value)
                .hasSize(2)
                .last()
                .isNull();
        assertThat(published().get("ann")).isNull();
        assertThat(meters.counter(PublisherMetrics.FORGOTTEN).count()).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutAListThatWasMadeBeforeScoringKnewOfTheErasure() {
        flow.pipe(flow.topics().erasuresValid(), "ann", Samples.erasure("ann", T0), T0);
        score("ann", candidates("m1", personal("a")));

        assertThat(flow.read(flow.topics().recommendations()))
                .extracting(list -> list.value)
                .containsExactly((Recommendations) null);
        assertThat(published().get("ann")).isNull();
    }

    @Test
    void shouldKeepTheListOfTheNewUserThatComesBeforeTheErasure() {
        score("ann", candidates("m1", personal("a")));
        var knows = new RecordHeaders();
        MillraceHeaders.setErasedMs(knows, T0.toEpochMilli());
        flow.pipe(flow.topics().candidates(), "ann", null, T0, knows);
        flow.pipe(flow.topics().candidates(), "ann", candidates("m1", personal("b")), T0, knows);
        flow.pipe(flow.topics().erasuresValid(), "ann", Samples.erasure("ann", T0), T0);

        assertThat(ids(stored("ann"))).containsExactly("b");
        assertThat(flow.read(flow.topics().recommendations())).hasSize(3);
    }

    @Test
    void shouldWithdrawTheListOfAnEndedSessionAndTakeItsNextOne() {
        score("anon", candidates("m1", personal("a")));
        flow.pipe(flow.topics().sessionsEnded(), "anon", Samples.erasure("anon", T0), T0);
        assertThat(published().get("anon")).isNull();
        score("anon", candidates("m1", personal("b")));

        assertThat(ids(stored("anon"))).containsExactly("b");
    }

    @Test
    void shouldWithdrawTheListWhenScoringWithdrawsItsCandidates() {
        score("ann", candidates("m1", personal("a")));
        score("ann", null);

        assertThat(flow.read(flow.topics().recommendations()))
                .extracting(list -> list.value)
                .hasSize(2)
                .last()
                .isNull();
        assertThat(published().get("ann")).isNull();
    }

    @Test
    void shouldSendPoisonRecordToDeadLetterTopicAndContinue() {
        flow.pipeRaw(flow.topics().candidates(), "ann", new byte[] {1, 2, 3});
        score("ann", candidates("m1", personal("a")));

        assertThat(flow.deadLetters()).hasSize(1);
        onlyList("ann");
    }

    @Test
    void shouldPassHeadersThrough() {
        var headers = new RecordHeaders();
        headers.add("traceparent", new byte[] {'t'});
        flow.pipe(flow.topics().candidates(), "ann", candidates("m1", personal("a")), T0, headers);

        assertThat(flow.readRecords(flow.topics().recommendations())
                        .get(0)
                        .headers()
                        .lastHeader("traceparent")
                        .value())
                .containsExactly('t');
    }

    @Test
    void shouldMeasureFromTheAppendOfTheEventToThePublication() {
        score("ann", candidates("m1", personal("a")));

        assertThat(meters.timer(PublisherMetrics.LATENCY).count()).isEqualTo(1);
        assertThat(meters.timer(PublisherMetrics.LATENCY).totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(40);
        assertThat(meters.counter(PublisherMetrics.PUBLISHED, "level", "personal")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldAnswerReadersWithoutWhatIsGoneSinceAndToTheLengthAsked() {
        popular("hit", 5);
        popular("t2", 4);
        score("ann", candidates("m1", personal("a", "b", "c")));
        catalogue("b", Samples.item("B"));
        catalogue("b", null);

        Recommendations read = state.lists().forReading(stored("ann"), T0.toEpochMilli(), 4);
        assertThat(ids(read)).containsExactly("a", "c", "hit", "t2");
        assertThat(read.getModelVersion()).isEqualTo("m1");
    }

    @Test
    void shouldAnswerReadersForUnknownUsers() {
        catalogue("n", Samples.item("New"));
        assertThat(state.lists().forReading(null, 0, 5).getLevel()).isEqualTo(FallbackLevel.NEWEST);

        catalogue("hit", Samples.item("Hit"));
        popular("hit", 5);
        popular("invented", 9);
        Recommendations read = state.lists().forReading(null, 0, 5);
        assertThat(ids(read)).containsExactly("hit", "n");
        assertThat(read.getLevel()).isEqualTo(FallbackLevel.TRENDING);
    }

    @Test
    void shouldFindTheOneItemThatMayBeShownBehindAnyNumberOfOthers() {
        rules = RulesFile.parse("rules.yaml", "exclude: {categories: [hidden]}");
        for (int i = 0; i < 1_200; i++) {
            catalogue("h" + i, Samples.item("Hidden", "hidden"));
            popular("h" + i, 1_000 + i);
        }
        catalogue("shown", Samples.item("Shown"));

        assertThat(ids(state.lists().forReading(null, 0, 5))).containsExactly("shown");
    }

    @Test
    void shouldKnowWhichItemsAreSimilarUntilTheyAreNoMore() {
        neighbours("a", new ItemNeighbours(0L, List.of(new Neighbour("b", 2.0), new Neighbour("c", 1.0))));

        assertThat(state.lists().similar("a", 0, 5))
                .extracting(ListedItem::itemId)
                .containsExactly("b", "c");

        neighbours("a", null);
        assertThat(state.lists().similar("a", 0, 5)).isEmpty();
    }

    @Test
    void shouldCountNeighboursThatCannotBeReadAndKeepThoseOfBefore() {
        neighbours("a", new ItemNeighbours(0L, List.of(new Neighbour("b", 2.0))));
        flow.pipeRaw(flow.topics().itemNeighbours(), "a", new byte[] {1, 2, 3});

        assertThat(meters.counter(
                                TableMetrics.UNREADABLE,
                                "topic",
                                flow.topics().itemNeighbours().name())
                        .count())
                .isEqualTo(1);
        assertThat(state.lists().similar("a", 0, 5)).hasSize(1);
    }

    @Test
    void shouldKeepTheDirectoryOfModels() {
        Rollout rollout = Rollout.newBuilder()
                .setSlot("default")
                .setChampion("m1")
                .setAction("promote")
                .setReason("first")
                .setDecidedBy("cli")
                .setDecidedAtMs(1)
                .build();
        flow.pipe(flow.topics().rollouts(), "default", rollout, T0);

        assertThat(state.models().rollouts()).containsExactly(rollout);
    }

    @Test
    void shouldKeepTheDeployedShape() {
        flow.assertShape("publisher.txt");
    }

    private void neighbours(String item, @Nullable ItemNeighbours neighbours) {
        flow.pipe(flow.topics().itemNeighbours(), item, neighbours, T0);
    }

    private void score(String user, @Nullable Candidates candidates) {
        flow.pipe(flow.topics().candidates(), user, candidates, T0);
    }

    private void catalogue(String id, @Nullable Item item) {
        flow.pipe(flow.topics().catalog(), id, item, T0);
    }

    private void popular(String id, double count) {
        int halfLives = DEFINITIONS.itemHalfLivesMs().length;
        ItemFeatures features = ItemFeatures.newBuilder()
                .setAsOfMs(T0.toEpochMilli())
                .setDefinitions(DEFINITIONS.fingerprint())
                .setDecayedCounts(new ArrayList<>(Collections.nCopies(halfLives, count)))
                .setFirstSeenMs(T0.toEpochMilli())
                .setLastSeenMs(T0.toEpochMilli())
                .setEventCount(1)
                .build();
        flow.pipe(flow.topics().itemFeatures(), id, features, T0);
    }

    private Recommendations onlyList(String user) {
        List<Recommendations> lists = lists(user);
        assertThat(lists).hasSize(1);
        return lists.get(0);
    }

    private List<Recommendations> lists(String user) {
        return flow.read(flow.topics().recommendations()).stream()
                .filter(list -> list.key.equals(user))
                .map((KeyValue<String, Recommendations> list) -> list.value)
                .toList();
    }

    private Recommendations stored(String user) {
        return Objects.requireNonNull(published().get(user), "no list of " + user)
                .list();
    }

    private KeyValueStore<String, StoredList> published() {
        return flow.store(PublisherTopology.PUBLISHED_STORE);
    }

    static List<String> ids(Recommendations list) {
        return list.getItems().stream().map(RecommendedItem::getItemId).toList();
    }

    static Candidates candidates(@Nullable String model, List<Candidate> items) {
        return Candidates.newBuilder()
                .setModelVersion(model)
                .setAsOfOffset(7)
                .setEventAppendedMs(T0.toEpochMilli())
                .setGeneratedAtMs(T0.toEpochMilli())
                .setHistoryLength(1)
                .setItems(items)
                .build();
    }

    static List<Candidate> personal(String... ids) {
        return from("personal", ids);
    }

    static List<Candidate> from(String source, String... ids) {
        List<Candidate> items = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            items.add(new Candidate(ids[i], (float) (ids.length - i), source, List.of(new Reason("bought", 0.5f))));
        }
        return items;
    }
}
