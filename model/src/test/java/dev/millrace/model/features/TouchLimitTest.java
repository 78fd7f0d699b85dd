package dev.millrace.model.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import org.junit.jupiter.api.Test;

class TouchLimitTest {

    private static final long DAY = 86_400_000;

    @Test
    void shouldCountTheFirstFewOfADay() {
        assertThat(counted(1, 2_000, 1_000)).isEqualTo(TouchLimit.MOST);
        assertThat(counted(1, 3, 1_000)).isEqualTo(3);
    }

    @Test
    void shouldCountAnewTheNextDay() {
        assertThat(counted(1, 12, DAY)).isEqualTo(12);
    }

    @Test
    void shouldBoundWhoGoesRoundManyItems() {
        assertThat(counted(30, 3_000, 1_000)).isLessThanOrEqualTo(30 * TouchLimit.MOST);
    }

    @Test
    void shouldNotTakeWhatSaysNothingForATouch() {
        History history = History.EMPTY;
        for (int i = 0; i < 50; i++) {
            history = history.add(new Event("tea", "unheard-of", 1, i));
        }
        EventWeights weights = EventWeights.defaults();
        boolean silent = weights.of("unheard-of", 1) == 0;

        assertThat(TouchLimit.allows(history, new Event("tea", "click", 1, 60), weights))
                .isEqualTo(silent);
    }

    private static int counted(int items, int events, long stepMs) {
        History history = History.EMPTY;
        int counted = 0;
        for (int i = 0; i < events; i++) {
            Event event = new Event("item-" + i % items, "click", 1, i * stepMs);
            counted += TouchLimit.allows(history, event, EventWeights.defaults()) ? 1 : 0;
            history = history.add(event);
        }
        return counted;
    }
}
