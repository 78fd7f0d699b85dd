package dev.millrace.topologies.scoring;

import static dev.millrace.testkit.Samples.click;
import static dev.millrace.topologies.scoring.ScoringFlow.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.topologies.processing.Revival;
import dev.millrace.topologies.scoring.models.Lineup;
import dev.millrace.topologies.scoring.models.ModelsInService;
import dev.millrace.topologies.scoring.models.TestModels;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that are begun again while models come and go. */
class RevivedScoringTest {

    final Revival revival = new Revival();
    final ModelsInService models = new ModelsInService();
    final ScoringFlow flow = new ScoringFlow(ScoringFlow.settings(), models, 0, revival.settings());

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void shouldScoreOnOneLoopWithOpenModelsThroughAThousandRevivals() {
        models.swap(lineup(0));
        flow.event(click("ann", "i1", T0));
        flow.event(click("ann", "i2", T0)); // waits
        int loops = 0;
        for (int i = 1; i <= 1_000; i++) {
            flow.event(click("user" + i % 50, "unknown" + i % 7, T0.plusMillis(i)));
            flow.event(click("user" + i % 50, "i" + i % 40, T0.plusMillis(i)));
            models.swap(lineup(i));
            revival.revive();
            flow.settle();
            models.closeRetired();
            loops = Math.max(loops, revival.running());
        }

        // The look for models, the sweep, the round of those who wait, new items.
        assertThat(loops).isLessThanOrEqualTo(4);
        assertThat(flow.meters.get(ScoringMetrics.FAILURES).counter().count()).isZero();
        assertThat(models.closeRetired()).as("models that nobody lets go of").isZero();
        assertThat(flow.candidates())
                .hasSizeGreaterThan(1_000)
                .allSatisfy(list -> assertThat(list.value.getModelVersion()).isNotNull());
    }

    @Test
    void shouldLeaveNothingBehindAndDoNothingWhenIdle() {
        models.swap(lineup(0));
        flow.event(click("ann", "i1", T0));
        flow.event(click("ann", "i2", T0));
        for (int i = 0; i < 200; i++) {
            flow.settle();
        }
        revival.calls();
        flow.flow.advanceWallClock(Duration.ofSeconds(10));
        assertThat(revival.calls()).as("only the look for models").isLessThanOrEqualTo(10);

        revival.closeAll();

        assertThat(revival.running()).isZero();
    }

    private Lineup lineup(int i) {
        return Lineup.of("default", flow.model(TestModels.rankedBundle("m" + i, 40, 4)));
    }
}
