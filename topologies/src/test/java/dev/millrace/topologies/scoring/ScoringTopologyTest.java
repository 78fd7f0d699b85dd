package dev.millrace.topologies.scoring;

import static dev.millrace.testkit.Samples.click;
import static dev.millrace.testkit.Samples.interaction;
import static dev.millrace.testkit.Samples.item;
import static dev.millrace.testkit.Samples.purchase;
import static dev.millrace.topologies.scoring.ScoringFlow.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Candidate;
import dev.millrace.avro.Candidates;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.ScoredExample;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.features.BoundItems;
import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.schemas.FaultLimit;
import dev.millrace.topologies.processing.KeptState;
import dev.millrace.topologies.processing.TableMetrics;
import dev.millrace.topologies.processing.UnreadableState;
import dev.millrace.topologies.scoring.background.Refresh;
import dev.millrace.topologies.scoring.models.Lineup;
import dev.millrace.topologies.scoring.models.ModelsInService;
import dev.millrace.topologies.scoring.models.TestModels;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScoringTopologyTest {

    final ModelsInService models = new ModelsInService(Lineup.withoutModel("default"));
    ScoringFlow flow = new ScoringFlow(ScoringFlow.settings(), models);

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void shouldListCandidatesAtOnceForAnEvent() {
        models.swap(Lineup.of("default", flow.model("m1", 3)));

        flow.event(click("ann", "i1", T0));
        flow.event(click("bob", "i2", T0));

        List<KeyValue<String, Candidates>> lists = flow.candidates();
        assertThat(lists).extracting(list -> list.key).containsExactly("ann", "bob");
        Candidates bob = lists.get(1).value;
        assertThat(bob.getModelVersion()).isEqualTo("m1");
        assertThat(bob.getSlot()).isEqualTo("default");
        assertThat(bob.getArm()).isEqualTo("champion");
        assertThat(bob.getAsOfOffset()).isEqualTo(1);
        assertThat(bob.getEventAppendedMs()).isEqualTo(T0.toEpochMilli() - 5);
        assertThat(bob.getGeneratedAtMs()).isEqualTo(T0.toEpochMilli());
        assertThat(bob.getHistoryLength()).isEqualTo(1);
        assertThat(bob.getItems()).extracting(Candidate::getSource).contains("personal");
        assertThat(bob.getItems().get(0).getReasons())
                .extracting(reason -> reason.getItemId())
                .contains("i2");
        assertThat(flow.waiting().approximateNumEntries()).isZero();
    }

    @Test
    void shouldListCandidatesWithoutAnyModel() {
        flow.flow.pipe(flow.topics().catalog(), "i7", item("Seven", "odd"), T0);

        flow.event(click("ann", "i1", T0));

        Candidates list = flow.candidates().get(0).value;
        assertThat(list.getModelVersion()).isNull();
        assertThat(list.getItems()).extracting(Candidate::getItemId).containsExactly("i7");
    }

    @Test
    void shouldLeaveOutWhatTheUserConsumed() {
        models.swap(Lineup.of("default", flow.model("m1", 3)));

        flow.event(purchase("ann", "i1", 1, T0));

        assertThat(flow.candidates().get(0).value.getItems())
                .hasSizeGreaterThan(10)
                .extracting(Candidate::getItemId)
                .doesNotContain("i1");
    }

    @Test
    void shouldScoreTheRestOfABurstOnce() {
        for (int i = 0; i < 20; i++) {
            flow.event(click("ann", "i" + i, T0.plusMillis(i)));
        }
        assertThat(flow.candidates()).as("the first event").hasSize(1);
        assertThat(flow.waitingSince("ann")).isEqualTo(1);

        flow.settle();

        List<KeyValue<String, Candidates>> rest = flow.candidates();
        assertThat(rest).hasSize(1);
        assertThat(rest.get(0).value.getAsOfOffset()).isEqualTo(19);
        assertThat(rest.get(0).value.getHistoryLength()).isEqualTo(20);
        assertThat(flow.waiting().approximateNumEntries()).isZero();
        assertThat(flow.meters.get(ScoringMetrics.WAITING).gauge().value()).isZero();
    }

    @Test
    void shouldMakeUsersWaitWhileScoringTimeIsUsedUpAndServeTheOldestFirst() {
        ScoringSettings d = ScoringFlow.settings();
        var strained = new ScoringSettings(
                d.slot(),
                Duration.ofNanos(100),
                0.95,
                Duration.ZERO,
                0,
                d.housekeeping(),
                100,
                5,
                1,
                d.lists(),
                d.weights(),
                d.definitions(),
                d.pace(),
                d.newItemInterval(),
                d.sessions(),
                Refresh.NEVER);
        flow.close();
        flow = new ScoringFlow(strained, models, 1_000);

        List.of("cid", "ann", "bob", "ann").forEach(user -> flow.event(click(user, "i1", T0)));
        assertThat(flow.candidates()).extracting(list -> list.key).containsExactly("cid");

        for (int i = 0; i < 3; i++) {
            flow.settle();
        }
        List<KeyValue<String, Candidates>> waited = flow.candidates();
        assertThat(waited).extracting(list -> list.key).containsExactly("ann", "bob");
        assertThat(waited.get(0).value.getAsOfOffset())
                .as("both of ann's events")
                .isEqualTo(3);
    }

    @Test
    void shouldHoldListsBackUntilItIsKnownWhichModelServes() {
        flow.close();
        flow = new ScoringFlow(ScoringFlow.settings(), new ModelsInService());
        flow.event(click("ann", "i1", T0));
        flow.settle();
        assertThat(flow.candidates()).isEmpty();
        assertThat(flow.waitingSince("ann")).isZero();

        flow.models.swap(Lineup.of("default", flow.model("m1", 3)));
        flow.settle();

        assertThat(flow.candidates())
                .extracting(list -> list.key + " " + list.value.getModelVersion())
                .containsExactly("ann m1");
    }

    @Test
    void shouldFindUsersWhomAnEarlierRunLeftWaiting() {
        flow.close();
        flow = new ScoringFlow(ScoringFlow.settings(), new ModelsInService());
        List.of("zoe", "ann", "bob").forEach(user -> flow.event(click(user, "i1", T0)));

        var found = new WaitingUsers(
                new KeptState<>(
                        flow.waiting(),
                        Waiter.serde(),
                        new UnreadableState(flow.meters).of("awaiting", FaultLimit.DEFAULT)),
                7,
                new ScoringMetrics(flow.meters));

        List<String> order = new ArrayList<>();
        for (String user = found.due(7); user != null; user = found.due(7)) {
            order.add(user);
            found.remove(user);
        }
        assertThat(order).as("in the order of their events").containsExactly("zoe", "ann", "bob");
    }

    @Test
    void shouldReachTheSameHistoryWhateverTheOrderOfArrival() {
        List<Interaction> events = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            events.add(interaction("ann", "i" + i % 40, i % 3 == 0 ? "purchase" : "click", null, T0.plusSeconds(i)));
        }
        events.forEach(flow::event);
        UserPreference ordered = flow.state("ann");
        flow.close();
        flow = new ScoringFlow(ScoringFlow.settings(), models);
        Collections.shuffle(events, new Random(5));
        events.forEach(flow::event);

        UserPreference shuffled = flow.state("ann");
        assertThat(shuffled.history()).isEqualTo(ordered.history());
        assertThat(shuffled.consumed()).isEqualTo(ordered.consumed());
        assertThat(shuffled.past())
                .as("items; moments of events later than a whole history are not known")
                .hasToString(ordered.past().toString());
        assertThat(shuffled.eventCount()).isEqualTo(150);
    }

    @Test
    void shouldCountAnEventOnceThatIsReadAgainAfterACrash() {
        flow.event(click("ann", "i1", T0));
        UserPreference ahead = flow.state("ann");
        flow.close();
        // At least once: the store is ahead of the committed offset, and the event comes again with its offset.
        flow = new ScoringFlow(ScoringFlow.settings(), models);
        flow.preferences().put("ann", PreferenceCodec.encode(ahead));

        flow.event(click("ann", "i1", T0));

        assertThat(flow.state("ann").eventCount()).isEqualTo(1);
        assertThat(flow.candidates())
                .as("its list may be lost, so it is made again")
                .hasSize(1);
    }

    @Test
    void shouldIgnoreBots() {
        Interaction robot = click("robot", "i1", T0);
        robot.setBot(true);

        flow.event(robot);

        assertThat(flow.candidates()).isEmpty();
        assertThat(flow.preferences().get("robot")).isNull();
    }

    @Test
    void shouldSendAPoisonEventToTheDeadLetterTopicAndGoOn() {
        flow.flow.pipeRaw(flow.topics().interactionsValid(), "ann", new byte[] {1, 2, 3});
        flow.event(click("ann", "i1", T0));

        assertThat(flow.flow.deadLetters()).hasSize(1);
        assertThat(flow.candidates()).hasSize(1);
    }

    @Test
    void shouldPassByPoisonOnItemTopics() {
        flow.flow.pipeRaw(flow.topics().catalog(), "i1", new byte[] {9});
        flow.flow.pipeRaw(flow.topics().itemFeatures(), "i1", new byte[] {9});
        flow.flow.pipeRaw(flow.topics().itemNeighbours(), "i1", new byte[] {9});
        flow.flow.pipe(flow.topics().catalog(), "i2", item("Two"), T0);

        flow.event(click("ann", "i9", T0));

        assertThat(flow.candidates().get(0).value.getItems())
                .extracting(Candidate::getItemId)
                .containsExactly("i2");
        assertThat(flow.meters.get(TableMetrics.UNREADABLE).counters().stream().mapToDouble(Counter::count))
                .containsExactlyInAnyOrder(1.0, 1.0, 1.0, 0.0);
    }

    @Test
    void shouldFoldEveryoneInAgainWhenTheModelChanges() {
        models.swap(Lineup.of("default", flow.model("m1", 3)));
        List.of("ann", "bob", "cid").forEach(user -> flow.event(click(user, "i1", T0)));
        assertThat(flow.state("bob").vector()).hasSize(3);
        flow.candidates();

        models.swap(Lineup.of("default", flow.model("m2", 5)));
        flow.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        flow.event(click("ann", "i2", T0));

        assertThat(flow.candidates().get(0).value.getModelVersion()).isEqualTo("m2");
        assertThat(flow.state("ann").vector()).hasSize(5);
        assertThat(flow.state("bob").modelVersion()).as("not touched yet").isEqualTo("m1");

        flow.flow.advanceWallClock(Duration.ofSeconds(1));
        for (int step = 0; step < 3; step++) {
            flow.flow.advanceWallClock(Duration.ofMillis(20));
        }

        List<KeyValue<String, Candidates>> swept = flow.candidates();
        assertThat(swept).extracting(list -> list.key).containsExactly("bob", "cid");
        assertThat(swept).allSatisfy(list -> {
            assertThat(list.value.getModelVersion()).isEqualTo("m2");
            assertThat(list.value.getEventAppendedMs()).as("no event behind it").isZero();
        });
        assertThat(flow.state("bob").vector()).hasSize(5);
        assertThat(flow.state("bob").modelVersion()).isEqualTo("m2");
        assertThat(flow.meters.get(ScoringMetrics.SWEEPS).gauge().value()).isZero();
    }

    @Test
    void shouldLogFeaturesAsUsedAndShadowsUnshown() {
        ServingModel champion = flow.model("m1", 3);
        ServingModel shadow = flow.model("m2", 4);
        models.swap(new Lineup("default", "", champion, List.of(), List.of(shadow)));

        flow.event(click("ann", "i1", T0));

        assertThat(flow.candidates())
                .extracting(list -> list.value.getModelVersion())
                .containsExactly("m1");
        List<KeyValue<String, ScoredExample>> log = flow.flow.read(flow.topics().featureLog());
        assertThat(log).extracting(example -> example.value.getModelVersion()).containsExactly("m1", "m2");
        ScoredExample example = log.get(0).value;
        assertThat(example.getDefinitions()).isEqualTo(TestModels.DEFINITIONS.fingerprint());
        assertThat(example.getScoredAtMs()).as("event time").isEqualTo(T0.toEpochMilli());
        assertThat(example.getRows()).hasSize(5).allSatisfy(row -> assertThat(row.getFeatures())
                .hasSize(TestModels.DEFINITIONS.columns().size()));
    }

    @Test
    void shouldGiveAListWithoutTheModelWhenTheModelFailsOnAUser() {
        ServingModel good = flow.model("m1", 3);
        var broken = new ServingModel(
                good.bundle(),
                good.index(),
                good.foldIn(),
                good.ranker(),
                good.features(),
                BoundItems.of(ItemIndex.of(List.of()), flow.items),
                good.newItems(),
                item -> {
                    throw new IllegalStateException("no vector of " + item);
                });
        models.swap(Lineup.of("default", broken));

        flow.event(click("ann", "i1", T0));

        assertThat(flow.candidates().get(0).value.getModelVersion()).isNull();
        assertThat(flow.state("ann").eventCount()).isEqualTo(1);
        assertThat(flow.meters.get(ScoringMetrics.FAILURES).counter().count()).isEqualTo(1);
        assertThat(flow.flow.deadLetters()).isEmpty();
    }

    @Test
    void shouldKeepTheDeployedShape() {
        flow.flow.assertShape("scoring.txt");
    }
}
