package dev.millrace.model.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ElementaryTest {

    private static final int DRAWS = 200_000;

    private final Random random = new Random(17);

    @Test
    void shouldGiveTheExponential() {
        for (int i = 0; i < DRAWS; i++) {
            double x = (2 * random.nextDouble() - 1) * Math.pow(10, random.nextInt(19) - 16) * 7;
            assertThat(Elementary.exp(x) / Math.exp(x)).as("exp(%s)", x).isEqualTo(1, within(1e-14));
        }
    }

    @Test
    void shouldGiveTheLogarithm() {
        for (int i = 0; i < DRAWS; i++) {
            double x = 1 + random.nextDouble() * Math.pow(10, random.nextInt(30) - 16);
            assertThat(Elementary.log(x)).as("log(%s)", x).isEqualTo(Math.log(x), within(1e-15 + 1e-14 * Math.log(x)));
            double below = 1 / x;
            assertThat(Elementary.log(below))
                    .as("log(%s)", below)
                    .isEqualTo(Math.log(below), within(1e-15 - 1e-14 * Math.log(below)));
        }
    }

    @Test
    void shouldTreatTheEndsAsMathDoes() {
        double[] ends = {
            0, -0.0, 1, -1, 700, -700, 745, -745, -800, 800, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE
        };
        for (double x : ends) {
            assertThat(Elementary.exp(x)).as("exp(%s)", x).isEqualTo(Math.exp(x), within(1e-13 * Math.exp(x)));
            if (x > 0) {
                assertThat(Elementary.log(x)).as("log(%s)", x).isEqualTo(Math.log(x), within(1e-12));
            } else {
                assertThat(Elementary.log(x)).as("log(%s)", x).isEqualTo((Double) Math.log(x));
            }
        }
        for (double x : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(Elementary.exp(x)).isEqualTo((Double) Math.exp(x));
            assertThat(Elementary.log(x)).isEqualTo((Double) Math.log(x));
        }
        assertThat(Elementary.log(1)).isZero();
        assertThat(Elementary.exp(0)).isEqualTo(1);
    }
}
