package dev.millrace.benchmarks.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0;0",
                "1;1",
                "1234567.8;1,234,568",
                "14.5;14.5",
                "0.000412345;0.0004123",
                "-2.5;-2.5",
                "1000;1,000"
            })
    void shouldShowFourSignificantDigits(double value, String expected) {
        assertThat(Figures.of(value)).isEqualTo(expected);
    }
}
