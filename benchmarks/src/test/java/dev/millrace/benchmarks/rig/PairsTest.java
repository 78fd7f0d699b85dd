package dev.millrace.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PairsTest {

    @Test
    void shouldReadPairs() {
        assertThat(Pairs.parse("commit.soon=5ms; poll.ms=1;")).isEqualTo(Map.of("commit.soon", "5ms", "poll.ms", "1"));
        assertThat(Pairs.parse("")).isEmpty();
    }

    @Test
    void shouldTryOneSettingAtATime() {
        assertThat(Pairs.oneAtATime("a=1/2;b=3")).containsExactly(Map.of("a", "1"), Map.of("a", "2"), Map.of("b", "3"));
    }

    @Test
    void shouldKeepWhatIsForOneAppFromTheOthers() {
        Map<String, String> settings = Map.of("linger.ms", "5", "scoring-app/scoring.burst", "10ms");
        assertThat(Pairs.of("scoring-app", settings)).isEqualTo(Map.of("linger.ms", "5", "scoring.burst", "10ms"));
        assertThat(Pairs.of("ingest-app", settings)).isEqualTo(Map.of("linger.ms", "5"));
    }

    @Test
    void shouldSayWhatIsNoPair() {
        assertThatThrownBy(() -> Pairs.parse("commit.soon"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'commit.soon' is not KEY=VALUE");
    }
}
