package dev.millrace.training.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.UserTimelines;
import org.junit.jupiter.api.Test;

class TargetsTest {

    private final InteractionLog.Builder log = InteractionLog.builder();

    @Test
    void shouldLeaveOutWhatNoListWouldHold() {
        log.add("u", "milk", "purchase", 1, 1);
        log.add("u", "milk", "purchase", 1, 2); // consumed before
        log.add("u", "bread", "purchase", 1, 3);
        log.add("v", "milk", "purchase", 1, 4); // no history
        log.add("u", "butter", "return", 1, 5); // not positive
        assertThat(sample(10)).containsExactly(2);
    }

    @Test
    void shouldKeepRepeatsOfEventsThatConsumeNothing() {
        log.add("u", "song", "click", 1, 1);
        log.add("u", "song", "click", 1, 2);
        assertThat(sample(10)).containsExactly(1);
    }

    @Test
    void shouldFindAllThereAreAndNoMoreThanAskedFor() {
        for (int i = 0; i < 50; i++) {
            log.add("u", "i" + i, "purchase", 1, 10 * i);
            log.add("u", "i" + i, "purchase", 1, 10 * i + 1);
        }
        assertThat(sample(100)).hasSize(49);
        assertThat(sample(20)).hasSize(20).isSorted().doesNotHaveDuplicates();
    }

    /** Two thousand clicks of one user on one item say what that user likes, not what is good for all. */
    @Test
    void shouldBoundWhatOneUserSays() {
        for (int i = 0; i < 2_000; i++) {
            log.add("busy", "song", "click", 1, 10 * i);
            log.add("reader", "i" + i, "click", 1, 10 * i + 1);
        }
        assertThat(sample(1_000)).hasSize(3 + 100);
    }

    private int[] sample(int limit) {
        InteractionLog events = log.build();
        return Targets.sample(events, UserTimelines.of(events), EventWeights.defaults(), 0, events.size(), limit, 1);
    }
}
