package dev.millrace.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.replay.InteractionLog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BeyondAccuracyTest {

    static final ItemSimilarity NEIGHBOURS = (one, other) -> Math.abs(one - other) == 1 ? 0.5 : 0;

    @Test
    void shouldTellWhatListsAreLike() {
        var lists = new ListCharacter(2, 4, NEIGHBOURS);
        lists.taken(0);
        lists.taken(0);
        lists.taken(1);

        lists.listed(0, new int[] {0, 1, 3});
        lists.listed(0, new int[] {0, 2, 3, -1});
        lists.listed(1, new int[] {});

        BeyondAccuracy like = lists.summary();
        // Of three and three pairs, 0-1 and 2-3 are half alike.
        assertThat(like.diversity()).isCloseTo(1 - 2 * 0.5 / 6, within(1e-12));
        double novelty = (2 * bits(3) + bits(2) + bits(1) * 3) / 6;
        assertThat(like.novelty()).isCloseTo(novelty, within(1e-12));
        // Percentiles .875, .625, and .25 for the two that nobody took.
        assertThat(like.popularity()).isCloseTo((2 * 0.875 + 0.625 + 3 * 0.25) / 6, within(1e-12));
        // The second list keeps two of four places; users without an earlier list do not count.
        assertThat(like.churn()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void shouldMeasureInequalityOfExposure() {
        assertThat(ListCharacter.gini(new long[] {5, 5, 5, 5})).isCloseTo(0, within(1e-12));
        assertThat(ListCharacter.gini(new long[] {0, 0, 0, 8})).isCloseTo(0.75, within(1e-12));
        assertThat(ListCharacter.gini(new long[] {1, 0, 3, 2}))
                .isCloseTo(slowGini(new long[] {1, 0, 3, 2}), within(1e-12));
        assertThat(ListCharacter.gini(new long[3])).isZero();
    }

    @Test
    void shouldCompareItemsByCategoriesOrByWhoTookThem() {
        InteractionLog log = InteractionLog.builder()
                .add("u", "a", "click", 1, 1)
                .add("u", "b", "click", 1, 2)
                .add("v", "b", "click", 1, 3)
                .add("v", "b", "click", 1, 4)
                .add("w", "c", "click", 1, 5)
                .add("u", "c", "click", 1, 6)
                .build();
        Map<String, List<String>> categories = Map.of("a", List.of("x", "y"), "b", List.of("y", "z"));

        ItemSimilarity byCategories =
                ItemSimilarity.byCategories(log, item -> categories.getOrDefault(item, List.of()));
        assertThat(byCategories.of(0, 1)).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(byCategories.of(0, 2)).isZero();
        assertThat(byCategories.of(2, 2)).isZero();

        ItemSimilarity byTakers = ItemSimilarity.byTakers(log, 5);
        assertThat(byTakers.of(0, 1)).isCloseTo(1 / Math.sqrt(2), within(1e-12));
        assertThat(byTakers.of(1, 2)).isZero();
    }

    private static double bits(int takenAndOne) {
        return Math.log(7.0 / takenAndOne) / Math.log(2);
    }

    /** Mean absolute difference of all pairs over twice the mean. */
    private static double slowGini(long[] values) {
        double differences = 0;
        double sum = 0;
        for (long a : values) {
            sum += a;
            for (long b : values) {
                differences += Math.abs(a - b);
            }
        }
        return differences / (2 * values.length * sum);
    }
}
