package dev.millrace.topologies.retrain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.factors.ItemHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PopularItemsTest {

    static final Duration HALF_LIFE = Duration.ofHours(6);

    @Test
    void shouldRankAsDecayingEveryCountToNowWould() {
        var random = new Random(42);
        var popular = new PopularItems(HALF_LIFE);
        Map<String, double[]> counts = new HashMap<>(); // count, as of
        long nowMs = 1_700_000_000_000L;
        for (int i = 0; i < 3_000; i++) {
            nowMs += random.nextInt(600_000);
            String item = "item-" + (int) (200 * Math.pow(random.nextDouble(), 3));
            double[] known = counts.getOrDefault(item, new double[] {0, nowMs});
            double count = decayed(known, nowMs) + 1;
            counts.put(item, new double[] {count, nowMs});
            popular.update(item, count, nowMs);
        }
        long moment = nowMs + 1_000;
        List<String> expected = new ArrayList<>(counts.keySet());
        expected.removeIf(item -> item.endsWith("3"));
        expected.sort(Comparator.comparingDouble((String item) -> -decayed(requireNonNull(counts.get(item)), moment)));

        Set<Integer> excluded = new HashSet<>();
        counts.keySet().stream()
                .filter(item -> item.endsWith("3"))
                .map(ItemHash::of)
                .forEach(excluded::add);
        for (int rank = 0; rank < expected.size(); rank++) {
            assertThat(popular.rank(expected.get(rank), 20, excluded::contains)).isEqualTo(rank < 20 ? rank : -1);
        }
        assertThat(popular.rank("unheard-of", 20, item -> false)).isEqualTo(-1);
    }

    @Test
    void shouldForgetRemovedItems() {
        var popular = new PopularItems(HALF_LIFE);
        popular.update("a", 5, 0);
        popular.update("b", 3, 0);
        popular.remove("a");

        assertThat(popular.rank("b", 10, item -> false)).isZero();
        assertThat(popular.rank("a", 10, item -> false)).isEqualTo(-1);
    }

    static double decayed(double[] count, long nowMs) {
        return count[0] * Math.pow(0.5, (nowMs - count[1]) / HALF_LIFE.toMillis());
    }
}
