package dev.millrace.model.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoVisitsTest {

    static final int MAX_GAP = 3;
    static final EventWeights WEIGHTS = EventWeights.defaults();

    final CoVisits coVisits = new CoVisits(MAX_GAP, WEIGHTS);

    @Test
    void shouldWeighPairsByTheirGap() {
        Map<String, Double> sums = added(List.of(view("a", 1), view("b", 2), view("c", 3)));

        assertThat(sums)
                .containsOnlyKeys("a b", "b c", "a c")
                .hasEntrySatisfying("a b", w -> assertThat(w).isEqualTo(1))
                .hasEntrySatisfying("a c", w -> assertThat(w).isCloseTo(1 / Math.sqrt(2), within(1e-12)));
    }

    @Test
    void shouldWidenTheGapsThatALateEventSlidesInto() {
        Map<String, Double> late = added(List.of(view("a", 1), view("c", 3), view("b", 2)));

        assertThat(late.get("a c")).isCloseTo(1 / Math.sqrt(2), within(1e-12));
    }

    @Test
    void shouldSumToTheSameForEveryOrderOfArrival() {
        var random = new Random(11);
        for (int trial = 0; trial < 100; trial++) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String type = random.nextInt(5) == 0 ? "dislike" : "view";
                events.add(new Event("i" + random.nextInt(8), type, 1, random.nextInt(25)));
            }
            Map<String, Double> expected = slowly(events);
            Collections.shuffle(events, random);
            Map<String, Double> sums = added(events);

            assertThat(sums.keySet()).containsAll(expected.keySet());
            sums.forEach((pair, weight) ->
                    assertThat(weight).as(pair).isCloseTo(expected.getOrDefault(pair, 0.0), within(1e-9)));
        }
    }

    Map<String, Double> added(List<Event> events) {
        Map<String, Double> sums = new HashMap<>();
        History history = History.EMPTY;
        for (Event event : events) {
            for (CoVisits.Change change : coVisits.changes(history, event)) {
                sums.merge(pair(change.itemId(), change.otherItemId()), change.weight(), Double::sum);
            }
            history = history.add(event);
        }
        return sums;
    }

    /** Every pair of positive events of the sorted whole. */
    static Map<String, Double> slowly(List<Event> events) {
        List<Event> sorted = events.stream()
                .filter(event -> WEIGHTS.of(event.type(), event.value()) > 0)
                .sorted()
                .toList();
        Map<String, Double> sums = new HashMap<>();
        for (int i = 0; i < sorted.size(); i++) {
            for (int j = i + 1; j < Math.min(sorted.size(), i + MAX_GAP + 1); j++) {
                if (!sorted.get(i).itemId().equals(sorted.get(j).itemId())) {
                    String pair = pair(sorted.get(i).itemId(), sorted.get(j).itemId());
                    sums.merge(pair, 1 / Math.sqrt(j - i), Double::sum);
                }
            }
        }
        return sums;
    }

    static String pair(String a, String b) {
        return a.compareTo(b) < 0 ? a + " " + b : b + " " + a;
    }

    static Event view(String item, long atMs) {
        return new Event(item, "view", 1, atMs);
    }
}
