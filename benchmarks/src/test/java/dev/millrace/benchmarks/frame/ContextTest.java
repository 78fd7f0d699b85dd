package dev.millrace.benchmarks.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContextTest {

    private static final Benchmark BENCHMARK = new Benchmark() {
        @Override
        public String name() {
            return "sums";
        }

        @Override
        public String description() {
            return "adding up";
        }

        @Override
        public List<Setting> settings() {
            return List.of(
                    new Setting("items", "1000,2000", "10", "numbers to add"), Setting.of("rounds", "5", "rounds"));
        }

        @Override
        public void run(Context context) {}
    };

    @Test
    void shouldTakeTheBenchmarksOwnValues() {
        Context context = context(false, List.of(), Map.of());

        assertThat(context.numbers("items")).containsExactly(1000, 2000);
        assertThat(context.number("rounds")).isEqualTo(5);
    }

    @Test
    void shouldTakeSmallSizesWhenQuick() {
        assertThat(context(true, List.of(), Map.of()).numbers("items")).containsExactly(10);
    }

    @Test
    void shouldLetGivenValuesWin() {
        assertThat(context(true, List.of(), Map.of("items", "7")).number("items"))
                .isEqualTo(7);
    }

    @Test
    void shouldRefuseUnknownSettings() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context(false, List.of(), Map.of("itmes", "7")))
                .withMessage("bench sums has no setting itmes; there are [items, rounds]");
    }

    @Test
    void shouldRefuseTextForANumber() {
        Context context = context(false, List.of(), Map.of("rounds", "many"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> context.number("rounds"))
                .withMessageContaining("many");
    }

    @Test
    void shouldWantCasesByPartsOfTheirNames() {
        Context context = context(false, List.of("1M", "unit"), Map.of());

        assertThat(context.wants("1M x 50")).isTrue();
        assertThat(context.wants("100k x 64 unit-norm")).isTrue();
        assertThat(context.wants("100k x 64")).isFalse();
        assertThat(context(false, List.of(), Map.of()).wants("anything")).isTrue();
    }

    @Test
    void shouldKeepRowsInTheOrderAdded() {
        Context context = context(false, List.of(), Map.of());

        context.add("b", "second", "ns", Summary.exactly(2));
        context.add("a", "first", "ns", Summary.exactly(1));

        assertThat(context.rows()).extracting(Row::of).containsExactly("b", "a");
    }

    private static Context context(boolean quick, List<String> cases, Map<String, String> set) {
        return new Context(
                BENCHMARK, new Context.Request(quick, cases, null, null, set), new PrintWriter(new StringWriter()));
    }
}
