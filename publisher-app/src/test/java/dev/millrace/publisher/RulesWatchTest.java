package dev.millrace.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesWatchTest {

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    Path dir;

    @Test
    void shouldTakeUpChangedRulesAndKeepThemWhenTheFileBreaks() throws IOException {
        Path file = Files.writeString(dir.resolve("rules.yaml"), "exclude: {items: [a]}");
        try (RulesWatch watch = RulesWatch.start(file, Duration.ofDays(1), meters)) {
            assertThat(watch.get().exclusions().items()).containsExactly("a");

            Files.writeString(file, "exclude: {items: [b]}");
            watch.check();
            assertThat(watch.get().exclusions().items()).containsExactly("b");

            Files.writeString(file, "exclude: {item: [c]}");
            watch.check();
            Files.delete(file);
            watch.check();
            assertThat(watch.get().exclusions().items()).containsExactly("b");
            assertThat(meters.counter(RulesWatch.REFUSED).count()).isEqualTo(2);
        }
    }

    @Test
    void shouldNotStartWithAnUnusableFile() throws IOException {
        Path file = Files.writeString(dir.resolve("rules.yaml"), "exclude: [a]");

        assertThatThrownBy(() -> RulesWatch.start(file, Duration.ofDays(1), meters))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rules.yaml: exclude must be a mapping");
    }
}
