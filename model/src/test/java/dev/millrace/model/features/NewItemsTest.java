package dev.millrace.model.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewItemsTest {

    final Random random = new Random(4);
    final NewItems items = new NewItems();
    final Map<String, ItemEntry> entries = new HashMap<>();
    final List<NewItem> all = new ArrayList<>();

    @Test
    void shouldFindTheBestOfRandomItems() {
        for (int round = 0; round < 200; round++) {
            put("r" + round, vector(6));
            float[] user = vector(6);
            int k = 1 + random.nextInt(30);
            Set<String> excluded = new HashSet<>();
            all.stream().filter(item -> random.nextInt(4) == 0).forEach(item -> excluded.add(id(item)));
            float threshold = random.nextBoolean() ? Float.NEGATIVE_INFINITY : random.nextFloat();

            List<NewItems.Found> found = items.search(user, k, threshold, item -> excluded.contains(id(item)));

            List<String> slowly = all.stream()
                    .filter(item -> !excluded.contains(id(item)) && item.dot(user) > threshold)
                    .sorted(Comparator.comparingDouble((NewItem item) -> -item.dot(user))
                            .thenComparing(NewItemsTest::id))
                    .limit(k)
                    .map(NewItemsTest::id)
                    .toList();
            assertThat(found).extracting(one -> id(one.item())).isEqualTo(slowly);
        }
    }

    @Test
    void shouldOrderEqualScoresById() {
        List.of("c", "a", "d", "b").forEach(id -> put(id, new float[] {1, 0}));
        assertThat(items.search(new float[] {1, 5}, 3, Float.NEGATIVE_INFINITY, item -> false))
                .extracting(one -> id(one.item()))
                .containsExactly("a", "b", "c");
    }

    @Test
    void shouldSeeEveryChange() {
        float[] user = {1};
        put("a", new float[] {1});
        assertThat(items.search(user, 5, 0, item -> false)).hasSize(1);
        put("a", new float[] {2});
        put("b", new float[] {3});
        assertThat(items.search(user, 5, 0, item -> false))
                .extracting(NewItems.Found::score)
                .containsExactly(3f, 2f);
        items.remove("b");
        assertThat(items.search(user, 5, 0, item -> false))
                .extracting(NewItems.Found::score)
                .containsExactly(2f);
        assertThat(items.vector("b")).isNull();
    }

    @Test
    void shouldGiveThePlaceOfARemovedItemToAnother() {
        for (int i = 0; i < 40; i++) {
            put("i" + i, new float[] {i});
        }
        for (int i = 0; i < 40; i += 2) {
            items.remove("i" + i);
        }
        for (int i = 40; i < 80; i++) {
            put("i" + i, new float[] {i});
        }
        assertThat(items.size()).isEqualTo(60);
        assertThat(items.search(new float[] {1}, 100, Float.NEGATIVE_INFINITY, item -> false))
                .extracting(NewItems.Found::score)
                .hasSize(60)
                .startsWith(79f, 78f)
                .endsWith(3f, 1f);
    }

    private void put(String id, float[] vector) {
        var entry = entries.computeIfAbsent(id, unseen -> new ItemEntry(id, entries.size()));
        items.put(entry, vector);
        assertThat(items.find(entry)).isNotNull().satisfies(item -> assertThat(item.vector())
                .isEqualTo(vector));
        all.add(NewItem.of(entry, vector));
    }

    private static String id(NewItem item) {
        return item.entry().id();
    }

    private float[] vector(int d) {
        float[] vector = new float[d];
        for (int k = 0; k < d; k++) {
            vector[k] = (float) random.nextGaussian();
        }
        return vector;
    }
}
