package dev.millrace.model.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShownItemsTest {

    static final long T0 = 1_700_000_000_000L;
    static final FeatureDefinitions DEFINITIONS = FeatureDefinitions.standard();
    static final long WINDOW_MS = DEFINITIONS.clickWindowMs();

    @Test
    void shouldTakeTheWindowWithBothEnds() {
        ShownItems shown = show(ShownItems.NONE, History.EMPTY, T0, "a").after();

        assertThat(shown.touched(click("a", T0), DEFINITIONS).clicked()).hasSize(1);
        assertThat(shown.touched(click("a", T0 + WINDOW_MS), DEFINITIONS).clicked())
                .hasSize(1);
        assertThat(shown.touched(click("a", T0 - 1), DEFINITIONS).clicked()).isEmpty();
        assertThat(shown.touched(click("a", T0 + WINDOW_MS + 1), DEFINITIONS).clicked())
                .isEmpty();
        assertThat(shown.touched(click("b", T0), DEFINITIONS).clicked()).isEmpty();
    }

    @Test
    void shouldFindTheEventThatCameBeforeItsImpression() {
        History history = History.EMPTY.add(click("a", T0 + 5)).add(click("b", T0 - 5));

        ShownItems.Update update = show(ShownItems.NONE, history, T0, "a", "b");

        assertThat(update.clicked()).containsExactly(new ShownItems.Shown("a", T0, true));
    }

    @Test
    void shouldNotTakeADislikeForAClick() {
        History history = History.EMPTY.add(new Event("a", "dislike", 1, T0 + 5));

        assertThat(show(ShownItems.NONE, history, T0, "a").clicked()).isEmpty();
    }

    @Test
    void shouldCountAnItemOncePerImpressionAndEachImpressionOnce() {
        ShownItems shown = show(ShownItems.NONE, History.EMPTY, T0, "a", "a").after();
        shown = show(shown, History.EMPTY, T0 + 1, "a").after();
        assertThat(shown.items()).hasSize(2);

        ShownItems.Update first = shown.touched(click("a", T0 + 2), DEFINITIONS);
        assertThat(first.clicked()).hasSize(2);
        assertThat(first.after().touched(click("a", T0 + 3), DEFINITIONS).clicked())
                .isEmpty();
    }

    @Test
    void shouldForgetTheOldestByEventTime() {
        ShownItems shown = show(ShownItems.NONE, History.EMPTY, T0, "newest").after();
        for (int i = 1; i <= ShownItems.CAPACITY; i++) {
            shown = show(shown, History.EMPTY, T0 - i, "item-" + i).after();
        }

        assertThat(shown.items()).hasSize(ShownItems.CAPACITY);
        assertThat(shown.items()).last().isEqualTo(new ShownItems.Shown("newest", T0, false));
        assertThat(shown.items()).first().isEqualTo(new ShownItems.Shown("item-255", T0 - 255, false));
    }

    private static ShownItems.Update show(ShownItems before, History history, long atMs, String... items) {
        return before.shown(List.of(items), atMs, history, EventWeights.defaults(), DEFINITIONS);
    }

    private static Event click(String item, long atMs) {
        return new Event(item, "click", 1, atMs);
    }
}
