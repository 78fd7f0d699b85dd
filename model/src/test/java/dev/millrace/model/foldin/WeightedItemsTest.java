package dev.millrace.model.foldin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WeightedItemsTest {

    private final FoldInSettings settings = new FoldInSettings(0.1f, 0.1f, 0f, 0.5f, EventWeights.defaults());
    private final ItemIndex index = ItemIndex.of(List.of("a", "b", "c"));

    @Test
    void shouldHalveTheWeightWithEveryNewerEvent() {
        assertThat(read(purchase("a"), purchase("b"), purchase("c"))).isEqualTo(Map.of("a", 0.25f, "b", 0.5f, "c", 1f));
    }

    @Test
    void shouldAddUpRepeats() {
        assertThat(read(purchase("a"), purchase("b"), purchase("a"))).isEqualTo(Map.of("a", 1.25f, "b", 0.5f));
    }

    @Test
    void shouldNotAgeByEventsThatCountForNothing() {
        assertThat(read(purchase("a"), event("b", "purchase", 0), purchase("unknown"), event("c", "hover", 1)))
                .isEqualTo(Map.of("a", 1f));
    }

    @Test
    void shouldCancelThePurchaseThatWasReturned() {
        assertThat(read(purchase("a"), purchase("b"), event("b", "purchase", -1)))
                .isEqualTo(Map.of("a", 1f));
        assertThat(read(purchase("b"), purchase("b"), event("b", "return", 1))).isEqualTo(Map.of("b", 1f));
    }

    @Test
    void shouldNotCancelWhatCameAfterTheReturn() {
        assertThat(read(event("a", "return", 1), purchase("a"))).isEqualTo(Map.of("a", 1f));
    }

    @Test
    void shouldLetTheNewestVerdictStand() {
        assertThat(read(event("a", "rating", 5), event("a", "rating", 1))).isEqualTo(Map.of("a", -1f));
        assertThat(read(event("a", "dislike", 1), event("a", "like", 1))).isEqualTo(Map.of("a", 1f));
    }

    @Test
    void shouldReadAsOnePassOverAllPairsDoes() {
        Random random = new Random(44);
        String[] types = {"purchase", "view", "like"};
        for (int round = 0; round < 100; round++) {
            History history = History.EMPTY;
            for (int n = random.nextInt(60); n > 0; n--) {
                history = history.add(new Event(index.id(random.nextInt(3)), types[random.nextInt(3)], 1, n));
            }
            WeightedItems taste = WeightedItems.of(history, index, settings);
            for (int i = 0; i < taste.size(); i++) {
                double expected = 0;
                for (int e = 0; e < history.size(); e++) {
                    Event event = history.get(e);
                    if (index.indexOf(event.itemId()) == taste.item(i)) {
                        expected += Math.pow(0.5, history.size() - 1 - e)
                                * settings.weights().of(event.type(), event.value());
                    }
                }
                assertThat((double) taste.weight(i)).isCloseTo(expected, within(1e-6));
            }
        }
    }

    private Map<String, Float> read(Event... oldestFirst) {
        History history = History.EMPTY;
        for (int t = 0; t < oldestFirst.length; t++) {
            Event event = oldestFirst[t];
            history = history.add(new Event(event.itemId(), event.type(), event.value(), t));
        }
        WeightedItems taste = WeightedItems.of(history, index, settings);
        Map<String, Float> weights = new TreeMap<>();
        for (int i = 0; i < taste.size(); i++) {
            weights.put(index.id(taste.item(i)), taste.weight(i));
        }
        return weights;
    }

    private static Event purchase(String item) {
        return event(item, "purchase", 1);
    }

    private static Event event(String item, String type, float value) {
        return new Event(item, type, value, 0);
    }
}
