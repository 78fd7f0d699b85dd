package dev.millrace.benchmarks.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void shouldTakeTheMiddleOfAnOddNumberOfSamples() {
        assertThat(Summary.of(9, 1, 4)).isEqualTo(new Summary(4, 1, 9));
    }

    @Test
    void shouldTakeTheMeanOfTheMiddleTwoOfAnEvenNumber() {
        assertThat(Summary.of(8, 1, 2, 4)).isEqualTo(new Summary(3, 1, 8));
    }

    @Test
    void shouldLeaveTheSamplesAsTheyWere() {
        double[] samples = {3, 1, 2};

        Summary.of(samples);

        assertThat(samples).containsExactly(3, 1, 2);
    }

    @Test
    void shouldGiveOneValueNoSpread() {
        assertThat(Summary.exactly(7)).isEqualTo(new Summary(7, 7, 7));
    }

    @Test
    void shouldRefuseWhatIsNoMeasurement() {
        assertThatIllegalArgumentException().isThrownBy(Summary::of).withMessage("nothing was measured");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Summary.of(1, Double.NaN))
                .withMessageContaining("not a number");
    }
}
