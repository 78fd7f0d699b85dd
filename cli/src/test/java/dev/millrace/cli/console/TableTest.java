package dev.millrace.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void shouldAlignTextLeftAndNumbersRight() {
        Table table = Table.of("topic", "records", "note");
        table.row("a", "1,234", "x").row("longer", "7", "");

        assertThat(table.lines()).containsExactly("topic   records  note", "a         1,234  x", "longer        7");
    }
}
