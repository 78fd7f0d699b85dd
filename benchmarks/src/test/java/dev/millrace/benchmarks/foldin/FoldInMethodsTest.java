package dev.millrace.benchmarks.foldin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.benchmarks.data.FactorSets;
import dev.millrace.model.factors.FactorMatrix;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldInMethodsTest {

    private static final FactorMatrix FACTORS =
            FactorSets.clustered(1_000, 1, 16, 1).items();

    private final FoldInMethods methods = new FoldInMethods(FACTORS, FoldInUsers.of(FACTORS, 20, 2));

    @Test
    void shouldSolveExactly() {
        for (int user = 0; user < FoldInUsers.COUNT; user++) {
            assertThat(FoldInMethods.error(methods.millrace(user), methods.cholesky(user)))
                    .isLessThan(1e-5);
        }
    }

    @Test
    void shouldComeCloserWithColdStepsThanWithNone() {
        assertThat(FoldInMethods.error(methods.coldSteps(0), methods.cholesky(0)))
                .isBetween(1e-6, 0.9);
    }

    @Test
    void shouldMoveTheVectorOfBeforeByOryxsRule() {
        assertThat(methods.oryxDelta(0)).isNotEqualTo(methods.notAtAll(0)).hasSize(16);
        assertThat(FoldInMethods.error(methods.oryxDelta(0), methods.cholesky(0)))
                .isLessThan(1);
    }

    @Test
    void shouldHandFactorsToOtherProcesses(@TempDir Path directory) throws Exception {
        FactorFiles.write(directory, FACTORS);

        FoldInMethods read = FactorFiles.methods(directory, 20);

        FoldInMethods same = new FoldInMethods(FACTORS, FoldInUsers.of(FACTORS, 20, FactorFiles.SEED));
        assertThat(read.millrace(3)).containsExactly(same.millrace(3));
    }
}
