package dev.millrace.topologies.scoring.background;

import static dev.millrace.testkit.Samples.click;
import static dev.millrace.topologies.scoring.ScoringFlow.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Candidate;
import dev.millrace.avro.Candidates;
import dev.millrace.topologies.scoring.ScoringFlow;
import dev.millrace.topologies.scoring.ScoringMetrics;
import dev.millrace.topologies.scoring.models.Lineup;
import dev.millrace.topologies.scoring.models.ModelsInService;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {

    static final Sessions SESSIONS = new Sessions("anon:", Duration.ofMinutes(30));

    final ModelsInService models = new ModelsInService(Lineup.withoutModel("default"));
    final ScoringFlow flow = new ScoringFlow(ScoringFlow.settings(SESSIONS), models);

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void shouldServeASessionLikeAnyUser() {
        models.swap(Lineup.of("default", flow.model("m1", 3)));
        at(0, "ann", "i1");
        at(0, "anon:7", "i1");
        at(5, "ann", "i2");
        at(5, "anon:7", "i2");

        List<KeyValue<String, Candidates>> lists = flow.candidates();
        assertThat(items(lists.get(1))).isEqualTo(items(lists.get(0)));
        assertThat(items(lists.get(3))).isEqualTo(items(lists.get(2))).isNotEqualTo(items(lists.get(1)));
    }

    @Test
    void shouldBeginAnewWhenASessionComesBackAfterItsEnd() {
        at(0, "ann", "i1");
        at(0, "anon:7", "i1");
        at(31, "ann", "i2");
        at(31, "anon:7", "i2");

        assertThat(flow.state("ann").history().size()).isEqualTo(2);
        assertThat(flow.state("anon:7").history().size()).isEqualTo(1);
        assertThat(flow.state("anon:7").eventCount()).isEqualTo(1);
    }

    @Test
    void shouldForgetSessionsThatAreOverAndTellTheOtherApps() {
        at(0, "ann", "i1");
        at(0, "anon:7", "i1");
        at(0, "anon:8", "i1");
        at(20, "anon:8", "i2");
        at(40, "bob", "i2");
        flow.flow.advanceWallClock(ScoringFlow.settings().housekeeping());

        assertThat(flow.preferences().get("anon:7")).isNull();
        assertThat(flow.preferences().get("anon:8")).isNotNull();
        assertThat(flow.preferences().get("ann")).as("a user is remembered").isNotNull();
        assertThat(flow.flow.read(flow.topics().sessionsEnded()))
                .extracting(erasure -> erasure.key + " " + erasure.value.getUserId())
                .containsExactly("anon:7 anon:7");
        assertThat(flow.meters.get(ScoringMetrics.SESSIONS_ENDED).counter().count())
                .isEqualTo(1);
    }

    @Test
    void shouldTakeNobodyForASessionWithoutAPrefix() {
        try (var without = new ScoringFlow(ScoringFlow.settings(), models)) {
            without.event(click("ann", "i1", T0));
            without.event(click("ann", "i2", T0.plus(Duration.ofDays(9))));
            without.flow.advanceWallClock(ScoringFlow.settings().housekeeping());
            assertThat(without.state("ann").history().size()).isEqualTo(2);
        }
    }

    private void at(int minute, String user, String item) {
        flow.event(click(user, item, T0.plus(Duration.ofMinutes(minute))));
        flow.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    private static List<String> items(KeyValue<String, Candidates> list) {
        return list.value.getItems().stream().map(Candidate::getItemId).toList();
    }
}
