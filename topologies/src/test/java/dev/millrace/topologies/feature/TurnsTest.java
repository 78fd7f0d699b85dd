package dev.millrace.topologies.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {

    static final Duration INTERVAL = Duration.ofSeconds(5);

    final Turns turns = new Turns(INTERVAL, 1_000_000);

    @Test
    void shouldGiveEachPartOfAnIntervalOneTurn() {
        assertThat(turns.take(1_000_099)).isEmpty();
        assertThat(turns.take(1_000_100)).hasSize(1);
        assertThat(turns.take(1_000_100)).isEmpty();
        assertThat(turns.take(1_000_350)).hasSize(2);

        int[] rest = turns.take(1_005_300);
        assertThat(rest).hasSize(Turns.COUNT);
        assertThat(rest)
                .containsExactlyInAnyOrder(IntStream.range(0, Turns.COUNT).toArray());
    }

    @Test
    void shouldNotMakeUpForMoreThanAnInterval() {
        assertThat(turns.take(9_000_000)).hasSize(Turns.COUNT).doesNotHaveDuplicates();
        assertThat(turns.take(9_000_100)).hasSize(1);
        assertThat(turns.take(8_000_000)).isEmpty();
    }
}
