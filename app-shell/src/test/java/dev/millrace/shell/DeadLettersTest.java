package dev.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.schemas.FaultLimit;
import dev.millrace.testkit.TestTopics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    static final String OURS = "ours";
    static final String YOURS = "yours";

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final DeadLetters deadLetters = deadLetters(FaultLimit.DEFAULT);

    @Test
    void shouldGoOnHoweverManyWhileTheirShareIsSmall() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(deadLetters.admitUnreadable(at(OURS, 100L * i))).isTrue();
        }
    }

    @Test
    void shouldStopWhenMoreThanTheShareOfTheLatestAreBad() {
        for (int i = 0; i < 100; i++) {
            assertThat(deadLetters.admitFailed(at(OURS, 50L * i))).isTrue();
        }
        assertThat(deadLetters.admitFailed(at(OURS, 50L * 100))).isFalse();
    }

    @Test
    void shouldForgetWhatIsNotAmongTheLatest() {
        for (int i = 0; i < 100; i++) {
            assertThat(deadLetters.admitUnreadable(at(OURS, i))).isTrue();
        }
        for (int i = 0; i < 100; i++) {
            assertThat(deadLetters.admitUnreadable(at(OURS, 10_000 + i))).isTrue();
        }
    }

    @Test
    void shouldNeverStopOnWhatOthersWrite() {
        for (int i = 0; i < 20_000; i++) {
            assertThat(deadLetters.admitUnreadable(at(YOURS, i))).isTrue();
        }
        assertThat(meters.get(ShellMetrics.DEAD_LETTERS_EXCESS).counter().count())
                .isEqualTo(20_000 - 100);
    }

    @Test
    void shouldKnowWhatOthersWrite() {
        var topics = TestTopics.fresh();

        assertThat(DeadLetters.writtenByOthers(topics))
                .contains(
                        topics.interactions().name(),
                        topics.items().name(),
                        topics.impressions().name())
                .doesNotContain(
                        topics.interactionsValid().name(), topics.catalog().name());
    }

    @Test
    void shouldStopOnCallsByTheClockThatFailTimeAndAgain() {
        for (int i = 0; i < 100; i++) {
            assertThat(deadLetters.admitFailed(at(null, -1))).isTrue();
        }
        assertThat(deadLetters.admitFailed(at(null, -1))).isFalse();
    }

    @Test
    void shouldStopAtTheFirstOneWhereNoneIsAllowed() {
        assertThat(deadLetters(new FaultLimit(0, 10_000)).admitFailed(at(OURS, 1)))
                .isFalse();
    }

    @Test
    void shouldNeverStopWhereAllMayBeBad() {
        DeadLetters any = deadLetters(new FaultLimit(1, 1_000));
        for (int i = 0; i < 20_000; i++) {
            assertThat(any.admitUnreadable(at(OURS, i))).isTrue();
        }
    }

    @Test
    void shouldCountEachRecordOnceByReason() {
        deadLetters.admitUnreadable(at(OURS, 7));
        deadLetters.admitFailed(at(OURS, 8));
        deadLetters.admitFailed(at(OURS, 8)); // fails at a second place
        deadLetters.admitFailed(at(OURS, 9));
        deadLetters.admitUnreadable(at(OURS, 7)); // read again

        assertThat(counted("unreadable")).isEqualTo(1);
        assertThat(counted("failed")).isEqualTo(2);
    }

    @Test
    void shouldInsistOnBeingConfigured() {
        assertThatThrownBy(() -> DeadLetters.from(Map.of())).isInstanceOf(IllegalStateException.class);
    }

    DeadLetters deadLetters(FaultLimit limit) {
        return new DeadLetters(limit, Set.of(YOURS), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), meters);
    }

    static ErrorHandlerContext at(@Nullable String topic, long offset) {
        return new DefaultErrorHandlerContext(
                null, topic, 0, offset, new RecordHeaders(), "node", new TaskId(0, 0), 0L, null, null);
    }

    double counted(String reason) {
        return meters.get(ShellMetrics.DEAD_LETTERS)
                .tag("reason", reason)
                .counter()
                .count();
    }
}
