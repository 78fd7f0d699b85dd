package dev.millrace.training.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.training.pipeline.Gate.Measured;
import org.junit.jupiter.api.Test;

class GateTest {

    final Gate gate = new Gate(100, 0.1, 0.05);

    @Test
    void shouldPassAModelThatBeatsPopularityAndTheChampion() {
        assertThat(gate.objections(new Measured(100, 0.05, 0.04, 0, 100, 0.05, 0.049)))
                .isEmpty();
    }

    @Test
    void shouldNameEveryObjectionInNumbers() {
        assertThat(gate.objections(new Measured(99, 0.0420, 0.04, 0.0005, 100, 0.05, 0.047)))
                .containsExactly(
                        "only 99 events could be evaluated, 100 are needed",
                        "NDCG@20 0.0420, give or take 0.0010, does not beat decayed popularity's 0.0400 by 10 %",
                        "NDCG@20 0.0470 falls short of the champion's 0.0500 by more than 5 %");
    }

    @Test
    void shouldNotRefuseForADifferenceThatTheSampleCannotTell() {
        assertThat(gate.objections(new Measured(500, 0.043, 0.04, 0.00055, 0, 0, 0)))
                .isEmpty();
        assertThat(gate.objections(new Measured(500, 0.043, 0.04, 0.00045, 0, 0, 0)))
                .hasSize(1);
    }

    @Test
    void shouldNotCompareWithAChampionThatHasSeenTheEvents() {
        assertThat(gate.objections(new Measured(500, 0.05, 0.04, 0, 99, 0.50, 0.05)))
                .isEmpty();
    }

    @Test
    void shouldRefuseAModelThatFindsNothing() {
        assertThat(gate.objections(new Measured(500, 0, 0, 0.01, 0, 0, 0))).hasSize(1);
        assertThat(gate.objections(new Measured(500, Double.NaN, 0, 0.01, 0, 0, 0)))
                .hasSize(1);
    }
}
