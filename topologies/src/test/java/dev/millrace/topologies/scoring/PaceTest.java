package dev.millrace.topologies.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PaceTest {

    static final long MS = 1_000_000;

    @Test
    void shouldLetABurstPassAndThenMakeItWait() {
        var pace = new Pace(5 * MS, 0.5, 0);

        assertThat(pace.allows(0)).isTrue();
        pace.spent(0, 6 * MS);

        assertThat(pace.allows(6 * MS)).isFalse();
        assertThat(pace.allows(7 * MS))
                .as("the millisecond too much is made up for")
                .isFalse();
        assertThat(pace.allows(7 * MS + 1)).isTrue();
    }

    @Test
    void shouldSaveUpNoMoreThanOneBurst() {
        var pace = new Pace(5 * MS, 0.5, 0);

        assertThat(pace.allows(1_000 * MS)).isTrue();
        pace.spent(1_000 * MS, 1_005 * MS);

        assertThat(pace.allows(1_005 * MS)).isFalse();
    }

    @Test
    void shouldKeepTheShareForIntakeWhileScoringNeverEnds() {
        for (double share : new double[] {0.2, 0.5, 0.8}) {
            var pace = new Pace(5 * MS, share, 0);
            long now = 0;
            long scoring = 0;
            while (now < 10_000 * MS) {
                long started = now;
                if (pace.allows(now)) {
                    now += MS / 5;
                    pace.spent(started, now);
                    scoring += now - started;
                } else {
                    now += MS / 50; // an event is taken in
                }
            }
            assertThat((double) scoring / now).isCloseTo(1 - share, within(0.01));
        }
    }
}
