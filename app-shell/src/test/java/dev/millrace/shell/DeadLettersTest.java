package dev.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final SetClock clock = new SetClock();

    @Test
    void shouldAllowSomePerInterval() {
        var deadLetters = new DeadLetters(2, Duration.ofMinutes(1), clock, meters);

        assertThat(deadLetters.admitUnreadable()).isTrue();
        assertThat(deadLetters.admitFailed()).isTrue();
        assertThat(deadLetters.admitFailed()).isFalse();

        clock.now = clock.now.plus(Duration.ofMinutes(1));
        assertThat(deadLetters.admitFailed()).isTrue();
    }

    @Test
    void shouldAllowAnyNumberWithoutALimit() {
        var deadLetters = new DeadLetters(0, Duration.ofMinutes(1), clock, meters);
        for (int i = 0; i < 10_000; i++) {
            assertThat(deadLetters.admitUnreadable()).isTrue();
        }
    }

    @Test
    void shouldCountByReason() {
        var deadLetters = new DeadLetters(0, Duration.ofMinutes(1), clock, meters);
        deadLetters.admitUnreadable();
        deadLetters.admitFailed();
        deadLetters.admitFailed();

        assertThat(counted("unreadable")).isEqualTo(1);
        assertThat(counted("failed")).isEqualTo(2);
    }

    @Test
    void shouldInsistOnBeingConfigured() {
        assertThatThrownBy(() -> DeadLetters.from(Map.of())).isInstanceOf(IllegalStateException.class);
    }

    double counted(String reason) {
        return meters.get(ShellMetrics.DEAD_LETTERS)
                .tag("reason", reason)
                .counter()
                .count();
    }

    static final class SetClock extends Clock {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
