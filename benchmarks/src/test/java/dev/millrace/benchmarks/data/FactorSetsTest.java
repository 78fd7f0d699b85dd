package dev.millrace.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.als.Factors;
import dev.millrace.model.factors.FactorMatrix;
import org.junit.jupiter.api.Test;

class FactorSetsTest {

    @Test
    void shouldMakeTheSameFactorsAgain() {
        assertThat(FactorSets.clustered(200, 5, 8, 3).items().values())
                .containsExactly(FactorSets.clustered(200, 5, 8, 3).items().values());
    }

    @Test
    void shouldSpreadNormsAsLearntFactorsDo() {
        assertThat(FactorSets.normSpread(FactorSets.clustered(5_000, 1, 32, 3).items()))
                .isCloseTo(0.65, within(0.05));
    }

    @Test
    void shouldGiveEveryItemTheSameNormWhereAskedTo() {
        FactorMatrix items = FactorSets.unitNorm(100, 1, 8, 3).items();

        for (int row = 0; row < items.rows(); row++) {
            assertThat(items.norm(row)).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void shouldKeepTheSpreadOfNormsWhenEnlarging() {
        Factors learnt = FactorSets.clustered(500, 20, 16, 5);

        Factors enlarged = FactorSets.enlarged(learnt, 5_000, 50, 6);

        assertThat(enlarged.items().rows()).isEqualTo(5_000);
        assertThat(enlarged.users().rows()).isEqualTo(50);
        assertThat(FactorSets.normSpread(enlarged.items()))
                .isCloseTo(FactorSets.normSpread(learnt.items()), within(0.05));
    }
}
