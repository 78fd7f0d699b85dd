package dev.millrace.topologies.scoring;

import static dev.millrace.testkit.Samples.click;
import static dev.millrace.topologies.scoring.ScoringFlow.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Erasure;
import dev.millrace.topologies.scoring.models.Lineup;
import dev.millrace.topologies.scoring.models.ModelsInService;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
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
        flow.event(click("ann", "i2", T0.plusSeconds(1)));

        assertThat(flow.state("ann").history().size()).isEqualTo(1);
        assertThat(flow.state("ann").history().get(0).itemId()).isEqualTo("i2");
    }

    private void erase(String user) {
        flow.flow.pipe(flow.topics().erasures(), user, new Erasure(user, T0.toEpochMilli(), "asked for"), T0);
    }
}
