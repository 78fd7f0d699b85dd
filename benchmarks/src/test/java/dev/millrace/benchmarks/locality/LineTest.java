package dev.millrace.benchmarks.locality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LineTest {

    @Test
    void shouldFindTheLineThatPointsLieOn() {
        Line line = Line.through(new double[] {1, 2, 5}, new double[] {7, 9, 15});
        assertThat(line.intercept()).isCloseTo(5, within(1e-12));
        assertThat(line.slope()).isCloseTo(2, within(1e-12));
    }

    @Test
    void shouldLeaveTheSmallestSquaresBehind() {
        double[] x = {0, 1, 2, 3};
        double[] y = {1, 0, 4, 3};
        Line line = Line.through(x, y);
        double best = squares(line, x, y);
        for (double step : new double[] {-0.01, 0.01}) {
            assertThat(squares(new Line(line.intercept() + step, line.slope()), x, y))
                    .isGreaterThan(best);
            assertThat(squares(new Line(line.intercept(), line.slope() + step), x, y))
                    .isGreaterThan(best);
        }
    }

    @Test
    void shouldRefuseOnePlace() {
        assertThatThrownBy(() -> Line.through(new double[] {2, 2}, new double[] {1, 3}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double squares(Line line, double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double error = y[i] - line.intercept() - line.slope() * x[i];
            sum += error * error;
        }
        return sum;
    }
}
