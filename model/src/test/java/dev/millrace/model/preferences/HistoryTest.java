package dev.millrace.model.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistoryTest {

    @Test
    void shouldNotDependOnTheOrderOfArrival() {
        Random random = new Random(41);
        for (int round = 0; round < 200; round++) {
            List<Event> events = new ArrayList<>();
            for (int n = random.nextInt(180); n > 0; n--) {
                // Few items, types and times: many events tie in some of their fields or in all.
                events.add(new Event(
                        "i" + random.nextInt(4), "t" + random.nextInt(2), random.nextInt(3), random.nextInt(60)));
            }
            History inOrder = History.of(events);
            Collections.shuffle(events, random);
            History oneByOne = History.EMPTY;
            for (Event event : events) {
                oneByOne = oneByOne.add(event);
            }
            assertThat(oneByOne).isEqualTo(inOrder);
        }
    }

    @Test
    void shouldKnowWhenEachEventWasAppendedWhateverTheOrder() {
        History history = History.EMPTY;
        for (int n = 0; n < 250; n++) {
            int t = n * 37 % 250; // every time once, not in order
            history = history.add(new Event("i" + t, "view", 1, t), 1_000 + t);
        }
        for (int i = 0; i < history.size(); i++) {
            assertThat(history.appendedMs(i)).isEqualTo(1_000 + history.get(i).timestampMs());
        }
        assertThat(history.appendedAfter(1_247))
                .extracting(each -> each.event().itemId())
                .containsExactly("i248", "i249");
    }

    @Test
    void shouldKeepTheNewestByEventTime() {
        History history = History.EMPTY;
        for (int t = 0; t < 250; t++) {
            history = history.add(new Event("i" + t, "view", 1, t));
        }
        assertThat(history.size()).isEqualTo(History.CAPACITY);
        assertThat(history.get(0).timestampMs()).isEqualTo(150);
        assertThat(history.get(99).timestampMs()).isEqualTo(249);
        assertThat(history.add(new Event("late", "view", 1, 149))).isSameAs(history);
    }

    @Test
    void shouldLeaveTheOldHistoryAsItWas() {
        History before = History.EMPTY.add(new Event("a", "view", 1, 5));
        History after = before.add(new Event("b", "view", 1, 3));
        assertThat(before.events()).extracting(Event::itemId).containsExactly("a");
        assertThat(after.events()).extracting(Event::itemId).containsExactly("b", "a");
    }
}
