package dev.millrace.model.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CholeskyTest {

    @Test
    void shouldSolveASmallSystem() {
        // [4 2; 2 3] x = [10; 9] has the solution [1.5; 2].
        double[] matrix = {4, 2, 2, 3};
        double[] b = {10, 9};
        Cholesky.factor(matrix, 2);
        Cholesky.solve(matrix, 2, b);
        assertThat(b).containsExactly(new double[] {1.5, 2}, within(1e-12));
    }

    @Test
    void shouldRefuseWhatIsNotPositiveDefinite() {
        assertThatThrownBy(() -> Cholesky.factor(new double[] {1, 2, 2, 1}, 2))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("pivot 1");
    }
}
