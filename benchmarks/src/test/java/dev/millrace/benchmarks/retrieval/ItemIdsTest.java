package dev.millrace.benchmarks.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemIdsTest {

    @ParameterizedTest
    @CsvSource({"0,i000000000", "42,i000000042", "999999,i000999999", "123456789,i123456789"})
    void shouldNameRowsAndFindThemAgain(int row, String id) {
        assertThat(ItemIds.of(row)).isEqualTo(id);
        assertThat(ItemIds.rowOf(id)).isEqualTo(row);
    }
}
