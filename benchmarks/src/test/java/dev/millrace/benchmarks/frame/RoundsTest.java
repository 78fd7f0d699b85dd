package dev.millrace.benchmarks.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private final List<String> calls = new ArrayList<>();

    @Test
    void shouldTakeSubjectsInTurnsAndReverseEverySecondRound() throws Exception {
        new Rounds()
                .subject("a", "n", () -> called("a"))
                .subject("b", "n", () -> called("b"))
                .run(0, 3);

        assertThat(calls).containsExactly("a", "b", "b", "a", "a", "b");
    }

    @Test
    void shouldNotCountWarmUps() throws Exception {
        Iterator<Double> values = Arrays.asList(100.0, 1.0, 3.0).iterator();

        var summaries = new Rounds().subject("a", "n", values::next).run(1, 2);

        assertThat(summaries).isEqualTo(Map.of("a", Map.of("n", new Summary(2, 1, 3))));
    }

    @Test
    void shouldRefuseTwoSubjectsOfOneName() {
        Rounds rounds = new Rounds().subject("a", "n", () -> 1.0);

        assertThatIllegalArgumentException().isThrownBy(() -> rounds.subject("a", "n", () -> 2.0));
    }

    private double called(String name) {
        calls.add(name);
        return calls.size();
    }
}
