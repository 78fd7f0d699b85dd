package dev.millrace.model.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.factors.ItemIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ItemTableTest {

    static final long DAY = 86_400_000L;

    final FeatureDefinitions definitions = FeatureDefinitions.standard();
    final ItemTable table = new ItemTable(definitions);

    @Test
    void shouldRankTrendingItemsByWhatIsLeftOfTheirCounts() {
        Map<String, ItemSignals> all = new HashMap<>();
        var random = new Random(3);
        for (int i = 0; i < 50; i++) {
            ItemSignals signals = ItemSignals.none(definitions);
            for (int touch = random.nextInt(20); touch >= 0; touch--) {
                signals = signals.touched(1, DAY * random.nextInt(40), definitions);
            }
            all.put("item-" + i, signals);
            table.updateSignals("item-" + i, signals);
        }
        long now = 45 * DAY;
        Comparator<Map.Entry<String, ItemSignals>> mostFirst =
                Comparator.comparingDouble(e -> -e.getValue().counts().at(1, now, 3 * DAY));
        List<String> expected = all.entrySet().stream()
                .sorted(mostFirst.thenComparing(Map.Entry.comparingByKey()))
                .limit(10)
                .map(Map.Entry::getKey)
                .toList();

        assertThat(ids(table.trending(10))).isEqualTo(expected);
    }

    @Test
    void shouldLeaveOutDelistedItems() {
        table.updateSignals("a", ItemSignals.none(definitions).touched(2, DAY, definitions));
        table.updateSignals("b", ItemSignals.none(definitions).touched(1, DAY, definitions));
        table.updateFacts("a", null);

        assertThat(ids(table.trending(5))).containsExactly("b");
        assertThat(ids(table.newest(5))).containsExactly("b");

        table.updateFacts("a", ItemFacts.of("A", List.of("toys"), 1.0));

        assertThat(ids(table.trending(5))).containsExactly("a", "b");
        assertThat(ids(table.trendingIn("toys", 5))).containsExactly("a");
    }

    @Test
    void shouldListAnItemThatOnlyTheCatalogueKnows() {
        table.updateFacts("a", new ItemFacts("A", List.of(), null, 5 * DAY, Long.MIN_VALUE, Long.MAX_VALUE));
        table.updateFacts("b", new ItemFacts("B", List.of(), null, 7 * DAY, Long.MIN_VALUE, Long.MAX_VALUE));

        assertThat(ids(table.newest(5))).containsExactly("b", "a");
        assertThat(ids(table.trending(5))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void shouldBindRowsToTheEntriesThatUpdatesReach() {
        table.updateSignals("other", ItemSignals.none(definitions));
        BoundItems bound = BoundItems.of(ItemIndex.of(List.of("x", "y")), table);

        table.updateSignals("y", ItemSignals.none(definitions).touched(1, DAY, definitions));

        assertThat(bound.entry(1).signals()).isNotNull();
        assertThat(bound.entry(0).listed()).isFalse();
        assertThat(bound.row(table.entry("y"))).isEqualTo(1);
        assertThat(bound.row(table.entry("other"))).isEqualTo(-1);
        assertThat(bound.row(table.entry("later"))).isEqualTo(-1);
    }

    static List<String> ids(List<ItemEntry> entries) {
        return new ArrayList<>(entries.stream().map(ItemEntry::id).toList());
    }
}
