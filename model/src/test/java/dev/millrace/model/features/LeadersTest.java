package dev.millrace.model.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeadersTest {

    static final int CAPACITY = 5;

    /** Keys rise, fall, tie, vanish and come back; after every change the leaders are those of a full sort. */
    @Test
    void shouldAlwaysBeThoseOfAFullSort() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var leaders = new Leaders(CAPACITY);
            Map<ItemEntry, Double> keys = new HashMap<>();
            List<ItemEntry> entries = random.ints(12, 0, 1_000)
                    .distinct()
                    .mapToObj(i -> new ItemEntry("i" + i, i))
                    .toList();
            for (int step = 0; step < 200; step++) {
                ItemEntry entry = entries.get(random.nextInt(entries.size()));
                double key = random.nextInt(6) == 0 ? Leaders.ABSENT : random.nextInt(10);
                keys.put(entry, key);
                leaders.update(entry, key);
                if (random.nextInt(3) > 0) { // several changes between two looks, too
                    assertThat(leaders.list(keys.keySet(), e -> Objects.requireNonNull(keys.get(e))))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(sorted(keys));
                }
            }
        }
    }

    private static List<ItemEntry> sorted(Map<ItemEntry, Double> keys) {
        return keys.entrySet().stream()
                .filter(entry -> !Double.isNaN(entry.getValue()))
                .sorted(Comparator.comparingDouble((Map.Entry<ItemEntry, Double> e) -> -e.getValue())
                        .thenComparing(e -> e.getKey().id()))
                .limit(CAPACITY)
                .map(Map.Entry::getKey)
                .toList();
    }
}
