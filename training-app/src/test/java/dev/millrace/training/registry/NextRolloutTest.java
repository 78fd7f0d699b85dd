package dev.millrace.training.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Challenger;
import dev.millrace.avro.Rollout;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextRolloutTest {

    final Rollout running = decided(Rollout.newBuilder()
            .setSlot("default")
            .setChampion("m1")
            .setChallengers(List.of(new Challenger("m2", 0.1)))
            .setShadows(List.of("m3", "m4"))
            .setExperiment("spring"));

    @Test
    void shouldKeepChallengersShadowsAndExperimentUnderAnotherChampion() {
        Rollout next = decided(NextRollout.withChampion(running, "default", "m9"));

        assertThat(next.getChampion()).isEqualTo("m9");
        assertThat(next.getChallengers()).isEqualTo(running.getChallengers());
        assertThat(next.getShadows()).containsExactly("m3", "m4");
        assertThat(next.getExperiment()).isEqualTo("spring");
    }

    @Test
    void shouldEndTheRoleThatTheNewChampionHad() {
        assertThat(decided(NextRollout.withChampion(running, "default", "m2")).getChallengers())
                .isEmpty();
        assertThat(decided(NextRollout.withChampion(running, "default", "m3")).getShadows())
                .containsExactly("m4");
    }

    @Test
    void shouldKeepChampionAndOtherShadowsUnderAnotherChallenger() {
        Rollout.Builder next = NextRollout.withChampion(running, "default", "m1");
        NextRollout.challenge(next, List.of(new Challenger("m4", 0.2)));

        Rollout decided = decided(next);

        assertThat(decided.getChampion()).isEqualTo("m1");
        assertThat(decided.getChallengers()).containsExactly(new Challenger("m4", 0.2));
        assertThat(decided.getShadows()).containsExactly("m3");
    }

    @Test
    void shouldBeginASlotWithAChampionAlone() {
        Rollout first = decided(NextRollout.withChampion(null, "default", "m1"));

        assertThat(first.getSlot()).isEqualTo("default");
        assertThat(first.getChallengers()).isEmpty();
        assertThat(first.getShadows()).isEmpty();
        assertThat(first.getExperiment()).isEmpty();
    }

    private static Rollout decided(Rollout.Builder next) {
        return next.setAction("promote")
                .setReason("test")
                .setDecidedBy("cli")
                .setDecidedAtMs(2)
                .build();
    }
}
