package dev.millrace.model.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ItemMomentTest {

    private static final long NOW = 1_700_000_000_000L;
    private static final double DAY = 86_400_000;

    private final FeatureDefinitions definitions = FeatureDefinitions.standard();
    private final ItemTable items = new ItemTable(definitions);

    /** The obvious way: every value by the library's functions, for each list anew. */
    @Test
    void shouldHoldWhatTheDefinitionsSay() {
        var random = new Random(3);
        for (int i = 0; i < 500; i++) {
            String id = "i" + i;
            long seenMs = NOW - (long) (random.nextDouble() * 30 * DAY);
            double weight = random.nextInt(50);
            items.updateSignals(id, ItemSignals.none(definitions).touched(weight, seenMs, definitions));
            items.updateFacts(id, ItemFacts.of(null, List.of(), 1.0 + random.nextInt(90)));

            float[] values = values(id, NOW);

            for (int h = 0; h < definitions.itemHalfLivesMs().length; h++) {
                double kept =
                        Math.pow(0.5, (NOW - seenMs) / (double) definitions.itemHalfLivesMs()[h]);
                assertThat(values[ItemMoment.POPULARITY + h])
                        .isEqualTo((float) Math.log1p(weight * kept), within(1e-5f));
            }
            assertThat(values[ItemMoment.AGE]).isEqualTo((float) Math.log1p((NOW - seenMs) / DAY), within(1e-5f));
            assertThat(values[ItemMoment.RECENCY])
                    .isEqualTo((float) Math.log1p((NOW - seenMs) / DAY * 24), within(1e-5f));
            assertThat(values[ItemMoment.CLICK_THROUGH]).isEqualTo(1 / 20f, within(1e-6f));
        }
    }

    @Test
    void shouldBeOneForAllListsOfAMoment() {
        items.updateSignals("tea", ItemSignals.none(definitions).touched(2, NOW, definitions));
        ItemEntry tea = items.entry("tea");
        long beginning = ItemMoment.beginning(NOW + 12_345, definitions);
        ItemMoment first = tea.at(beginning, definitions);

        assertThat(tea.at(ItemMoment.beginning(beginning + 9_999, definitions), definitions))
                .isSameAs(first);
        assertThat(tea.at(ItemMoment.beginning(beginning + 10_000, definitions), definitions))
                .isNotSameAs(first);
    }

    @Test
    void shouldNotOutliveWhatItWasMadeOf() {
        items.updateSignals("tea", ItemSignals.none(definitions).touched(2, NOW, definitions));
        float before = values("tea", NOW)[ItemMoment.POPULARITY];
        items.updateSignals("tea", ItemSignals.none(definitions).touched(20, NOW, definitions));

        assertThat(values("tea", NOW)[ItemMoment.POPULARITY]).isGreaterThan(before);
    }

    @Test
    void shouldBeShortWhereAHalfLifeIs() {
        FeatureDefinitions quick = FeatureFile.parse("""
                item-half-lives: [60s, 30d]
                trending-half-life: 60s
                user-half-lives: [1d]
                category-half-life: 30d
                last-items: 20
                neighbours: {max-gap: 5, half-life: 365d, kept: 50}
                click-through: {half-life: 14d, window: 30m, prior-clicks: 1, prior-impressions: 20}
                columns: [item-popularity-60s]
                """.getBytes(UTF_8));

        assertThat(ItemMoment.beginning(60_059, quick)).isEqualTo(60_000);
        assertThat(ItemMoment.beginning(60_061, quick)).isEqualTo(60_060);
    }

    private float[] values(String item, long nowMs) {
        float[] values = new float[ItemMoment.width(definitions)];
        items.entry(item)
                .at(ItemMoment.beginning(nowMs, definitions), definitions)
                .copy(values, 0);
        return values;
    }
}
