package dev.millrace.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.replay.InteractionLog;
import org.junit.jupiter.api.Test;

class TimeSplitTest {

    @Test
    void shouldNeverCutAMomentInTwo() {
        InteractionLog.Builder log = InteractionLog.builder();
        for (long time : new long[] {1, 2, 2, 2, 2, 3, 4, 5, 5, 5}) {
            log.add("u", "i", "view", 1, time);
        }
        for (double share = 0; share <= 1; share += 0.05) {
            InteractionLog built = log.build();
            TimeSplit split = TimeSplit.at(built, share);
            assertThat(split.history() + split.held()).isEqualTo(10);
            boolean inside = split.cut() > 0 && split.cut() < 10;
            assertThat(inside && built.timestampMs(split.cut()) == built.timestampMs(split.cut() - 1))
                    .as("share %s cuts at %d", share, split.cut())
                    .isFalse();
        }
    }
}
