package dev.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AppHealthTest {

    final AppHealth health = new AppHealth();

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"CREATED", "REBALANCING", "RUNNING", "PENDING_SHUTDOWN"})
    void shouldBeLiveUnlessItFailed(State state) {
        health.enter(state);
        assertThat(health.isLive()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"PENDING_ERROR", "ERROR", "NOT_RUNNING"})
    void shouldNotBeLiveAfterAFailure(State state) {
        health.enter(state);
        assertThat(health.isLive()).isFalse();
    }

    @Test
    void shouldBeReadyWhileRunningOrRebalancing() {
        assertThat(health.isReady()).isFalse();
        health.enter(State.REBALANCING);
        assertThat(health.isReady()).isTrue();
        assertThat(health.isStarted()).isFalse();
        health.enter(State.RUNNING);
        assertThat(health.isReady()).isTrue();
        assertThat(health.isStarted()).isTrue();
        health.enter(State.PENDING_SHUTDOWN);
        assertThat(health.isReady()).isFalse();
        assertThat(health.isStarted()).isTrue();
    }

    @Test
    void shouldWaitForTheAppsOwnConditions() {
        var loaded = new AtomicBoolean();
        health.readyWhen("model loaded", loaded::get);
        health.enter(State.RUNNING);

        assertThat(health.isReady()).isFalse();
        assertThat(health.waitingFor()).containsExactly("model loaded");
        loaded.set(true);
        assertThat(health.isReady()).isTrue();
    }

    @Test
    void shouldNotBeReadyWhenAboutToStop() {
        health.enter(State.RUNNING);
        health.stop();
        assertThat(health.isReady()).isFalse();
        assertThat(health.isLive()).isTrue();
    }
}
