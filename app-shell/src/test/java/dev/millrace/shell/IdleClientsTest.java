package dev.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.shell.IdleClients.Activity;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleClientsTest {

    private static final Duration SHORT = Duration.ofMillis(5);

    @Test
    void shouldPollForLongOnlyWhenNothingHasComeOrGoneForAWhile() {
        Activity activity = new Activity(0);

        assertThat(activity.poll(SHORT, seconds(1))).isEqualTo(SHORT);
        assertThat(activity.poll(SHORT, seconds(3))).isEqualTo(Duration.ofMillis(100));
        activity.noticed(seconds(3));
        assertThat(activity.poll(SHORT, seconds(4))).isEqualTo(SHORT);
    }

    @Test
    void shouldNeverWaitWhereTheCallerOnlyLooksNorLessThanAsked() {
        Activity activity = new Activity(0);

        assertThat(activity.poll(Duration.ZERO, seconds(9))).isZero();
        assertThat(activity.poll(Duration.ofSeconds(1), seconds(9))).isEqualTo(Duration.ofSeconds(1));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
