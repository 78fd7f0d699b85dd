package dev.millrace.topologies.scoring;

import static dev.millrace.testkit.Samples.click;
import static dev.millrace.topologies.scoring.ScoringFlow.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Erasure;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.topologies.erasure.ErasureMetrics;
import dev.millrace.topologies.scoring.models.Lineup;
import dev.millrace.topologies.scoring.models.ModelsInService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForgettingTest {

    final ModelsInService models = new ModelsInService(Lineup.withoutModel("default"));
    final ScoringFlow flow = new ScoringFlow(ScoringFlow.settings(), models);

    @BeforeEach
    void serveAModel() {
        models.swap(Lineup.of("default", flow.model("m1", 3)));
    }

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void shouldForgetTheUserAndWithdrawTheCandidates() {
        flow.event(click("ann", "i1", T0));
        flow.event(click("bob", "i1", T0));
        flow.candidates();
        erase("ann");

        assertThat(flow.preferences().get("ann")).isNull();
        assertThat(flow.preferences().get("bob")).isNotNull();
        List<KeyValue<String, Candidates>> said = flow.candidates();
        assertThat(said).containsExactly(new KeyValue<>("ann", null));
        assertThat(flow.meters.get(ScoringMetrics.FORGOTTEN).counter().count()).isEqualTo(1);
    }

    @Test
    void shouldNotScoreAUserWhoWasForgottenWhileWaiting() {
        flow.event(click("ann", "i1", T0));
        flow.event(click("ann", "i2", T0));
        assertThat(flow.waiting().get("ann")).as("in the middle of a burst").isNotNull();
        flow.candidates();
        erase("ann");
        flow.settle();

        assertThat(flow.candidates()).containsExactly(new KeyValue<>("ann", null));
        assertThat(flow.preferences().get("ann")).isNull();
    }

    @Test
    void shouldNotBringAForgottenUserBackWithTheNextModel() {
        flow.event(click("ann", "i1", T0));
        erase("ann");
        flow.candidates();
        models.swap(Lineup.of("default", flow.model("m2", 3)));
        flow.flow.advanceWallClock(ScoringFlow.settings().housekeeping());
        flow.settle();

        assertThat(flow.candidates()).isEmpty();
    }

    @Test
    void shouldBeginAnewWithAnEventAfterTheErasure() {
        flow.event(click("ann", "i1", T0));
        erase("ann");
        flow.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        flow.event(click("ann", "i2", T0.plusSeconds(1)), T0.plusMillis(1));

        assertThat(flow.state("ann").history().size()).isEqualTo(1);
        assertThat(flow.state("ann").history().get(0).itemId()).isEqualTo("i2");
    }

    @Test
    void shouldLeaveOutWhatWasAppendedBeforeTheErasureAndIsReadAfterIt() {
        erase("ann");
        flow.candidates();
        flow.event(click("ann", "i1", T0.plusSeconds(60)), T0.minusMillis(1));
        flow.event(click("ann", "i2", T0), T0);
        flow.settle();

        assertThat(flow.preferences().get("ann")).isNull();
        assertThat(flow.candidates()).isEmpty();
        assertThat(flow.meters.get(ErasureMetrics.LEFT_OUT).counter().count()).isEqualTo(2);
    }

    @Test
    void shouldKeepTheNewUserWhoseEventIsReadBeforeTheErasure() {
        flow.event(click("ann", "i1", T0.plusSeconds(60)), T0.minusMillis(1));
        flow.event(click("ann", "i2", T0.minusSeconds(60)), T0.plusMillis(1));
        flow.settle();
        flow.candidates();
        erase("ann");
        flow.settle();

        UserPreference state = flow.state("ann");
        assertThat(state.history().events()).extracting(Event::itemId).containsExactly("i2");
        assertThat(state.eventCount()).isEqualTo(1);
        List<TestRecord<String, Candidates>> said =
                flow.flow.readRecords(flow.topics().candidates());
        assertThat(said).hasSize(2);
        assertThat(said.get(0).value()).as("first the tombstone").isNull();
        assertThat(said.get(1).value().getHistoryLength()).isEqualTo(1);
        assertThat(said)
                .extracting(record -> MillraceHeaders.erasedMs(record.headers()))
                .containsOnly(T0.toEpochMilli());
    }

    @Test
    void shouldEndWithTheSameStateWhateverTheOrderOfArrival() {
        for (List<Integer> order : orders(4)) {
            try (var fresh = new ScoringFlow(ScoringFlow.settings(), models)) {
                for (int arrival : order) {
                    if (arrival == 0) {
                        erase(fresh, "ann");
                    } else { // 1: a millisecond before the erasure; 2 and 3: after it
                        fresh.event(click("ann", "i" + arrival, T0), T0.plusMillis(arrival < 2 ? -1 : arrival));
                    }
                }
                assertThat(fresh.state("ann").history().events())
                        .as("in the order %s", order)
                        .extracting(Event::itemId)
                        .containsExactly("i2", "i3");
            }
        }
    }

    private static List<List<Integer>> orders(int n) {
        List<List<Integer>> orders = new ArrayList<>(List.of(List.of()));
        for (int next = 0; next < n; next++) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> order : orders) {
                for (int at = 0; at <= order.size(); at++) {
                    List<Integer> with = new ArrayList<>(order);
                    with.add(at, next);
                    longer.add(with);
                }
            }
            orders = longer;
        }
        return orders;
    }

    @Test
    void shouldSayOfListsAndExamplesWhichErasureTheyKnowOf() {
        erase("ann");
        flow.event(click("ann", "i1", T0), T0.plusMillis(1));
        flow.event(click("bob", "i1", T0), T0.plusMillis(1));
        flow.settle();

        assertThat(flow.flow.readRecords(flow.topics().featureLog()))
                .extracting(example -> example.key() + " " + MillraceHeaders.erasedMs(example.headers()))
                .containsExactly("ann " + T0.toEpochMilli(), "bob " + Long.MIN_VALUE);
    }

    @Test
    void shouldForgetAUserWhoseStateCannotBeRead() {
        flow.preferences().put("ann", new byte[] {1, 2, 3});
        erase("ann");

        assertThat(flow.preferences().get("ann")).isNull();
        assertThat(flow.candidates()).containsExactly(new KeyValue<>("ann", null));
    }

    @Test
    void shouldNotForgetTwiceForAnErasureThatComesAgain() {
        erase("ann");
        flow.event(click("ann", "i1", T0), T0.plusMillis(1));
        flow.candidates();
        erase("ann");

        assertThat(flow.state("ann").history().size()).isEqualTo(1);
        assertThat(flow.candidates()).isEmpty();
    }

    private void erase(String user) {
        erase(flow, user);
    }

    private static void erase(ScoringFlow flow, String user) {
        var erasure = new Erasure(user, T0.toEpochMilli(), "asked for", T0.toEpochMilli());
        // Appended later than the request it stems from, which is what counts.
        flow.flow.pipe(flow.topics().erasuresValid(), user, erasure, T0.plusSeconds(9));
    }
}
