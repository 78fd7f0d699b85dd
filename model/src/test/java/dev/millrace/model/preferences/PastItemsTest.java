package dev.millrace.model.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PastItemsTest {

    private final EventWeights weights = EventWeights.defaults();

    @Test
    void shouldCountEventsAndMoments() {
        PastItems past = PastItems.NONE
                .add(event("tea", 10))
                .add(event("tea", 10))
                .add(event("cup", 10))
                .add(event("tea", 30));

        assertThat(past.get(0)).isEqualTo(new PastItem("cup", 1, 1, 10, 10));
        assertThat(past.get(1)).isEqualTo(new PastItem("tea", 3, 2, 10, 30));
        assertThat(past.moments()).isEqualTo(2);
        assertThat(past.newestMs()).isEqualTo(30);
    }

    @Test
    void shouldForgetTheItemTakenLongestAgo() {
        PastItems past = PastItems.NONE;
        for (int i = 0; i <= PastItems.CAPACITY; i++) {
            past = past.add(event("i" + i, i));
        }
        past = past.add(event("late", 0));

        assertThat(past.size()).isEqualTo(PastItems.CAPACITY);
        assertThat(past.get(0).itemId()).isEqualTo("i1");
        assertThat(past.moments()).isEqualTo(PastItems.CAPACITY + 1);
    }

    /** The slow obvious twin: all positive events but the newest hundred, item by item. */
    @Test
    void shouldHoldWhatTheHistoryDoesNotWhateverTheOrderOfArrival() {
        Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                String type = random.nextInt(5) == 0 ? "dislike" : "view";
                events.add(new Event("i" + random.nextInt(40), type, 1, 1_000L * i / 3 + random.nextInt(2)));
            }
            events.sort(Comparator.naturalOrder());
            UserPreference user = UserPreference.EMPTY;
            Map<Integer, Event> arriving = new TreeMap<>(); // each late by less than fifty events
            for (int i = 0; i < events.size(); i++) {
                arriving.put(1_000 * (i + random.nextInt(50)) + i, events.get(i));
            }
            for (Event event : arriving.values()) {
                user = user.with(event, weights, 0, 0);
            }

            List<Event> gone = events.subList(0, events.size() - History.CAPACITY).stream()
                    .filter(event -> event.type().equals("view"))
                    .toList();
            Map<String, PastItem> expected = new TreeMap<>();
            Map<String, Set<Long>> moments = new TreeMap<>();
            for (Event event : gone) {
                moments.computeIfAbsent(event.itemId(), id -> new HashSet<>()).add(event.timestampMs());
            }
            moments.forEach((item, at) -> expected.put(
                    item,
                    new PastItem(
                            item,
                            (int) gone.stream()
                                    .filter(event -> event.itemId().equals(item))
                                    .count(),
                            at.size(),
                            at.stream().mapToLong(Long::longValue).min().orElseThrow(),
                            at.stream().mapToLong(Long::longValue).max().orElseThrow())));
            PastItems past = user.past();
            assertThat(IntStream.range(0, past.size()).mapToObj(past::get))
                    .containsExactlyElementsOf(
                            expected.values().stream().sorted().toList());
            assertThat(past.moments())
                    .isEqualTo(gone.stream().map(Event::timestampMs).distinct().count());
        }
    }

    @Test
    void shouldRememberOnlyWhatMayBeRepeated() {
        UserPreference user = UserPreference.EMPTY;
        for (int i = 0; i <= History.CAPACITY; i++) {
            user = user.with(new Event("i" + i, i == 0 ? "purchase" : "view", 1, i), weights, i, 0);
        }
        assertThat(weights.consumes(user.history().get(0))).isFalse();
        assertThat(user.past()).isEqualTo(PastItems.NONE);

        UserPreference next = user.with(event("last", 1000), weights, 101, 0);
        assertThat(next.past()).isEqualTo(PastItems.NONE.add(event("i1", 1)));
    }

    private static Event event(String item, long atMs) {
        return new Event(item, "view", 1, atMs);
    }
}
