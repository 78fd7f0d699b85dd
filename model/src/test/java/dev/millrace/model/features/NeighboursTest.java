package dev.millrace.model.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NeighboursTest {

    static final long T0 = 1_700_000_000_000L;
    static final long HALF_LIFE_MS = 1_000_000;

    @Test
    void shouldSumChangesInAnyOrderAtOnceAsOneByOne() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            List<Neighbours.Change> changes = changes(random, 60);
            Neighbours oneByOne = Neighbours.NONE;
            for (Neighbours.Change change : changes) {
                oneByOne = oneByOne.add(change.itemId(), change.weight(), change.atMs(), HALF_LIFE_MS, 100);
            }
            Collections.shuffle(changes, random);
            int cut = random.nextInt(changes.size());
            Neighbours atOnce = Neighbours.NONE
                    .addAll(changes.subList(0, cut), HALF_LIFE_MS, 100)
                    .addAll(changes.subList(cut, changes.size()), HALF_LIFE_MS, 100);

            assertSame(atOnce, oneByOne);
        }
    }

    @Test
    void shouldForgetWhatWasTakenBackEntirely() {
        Neighbours neighbours = Neighbours.NONE
                .add("a", 0.7, T0, HALF_LIFE_MS, 10)
                .add("b", 1, T0 + HALF_LIFE_MS, HALF_LIFE_MS, 10)
                .add("a", -0.7, T0, HALF_LIFE_MS, 10);

        assertThat(neighbours.list()).extracting(ItemNeighbour::itemId).containsExactly("b");
    }

    @Test
    void shouldKeepTheHeaviest() {
        Neighbours neighbours = Neighbours.NONE;
        for (int i = 0; i < 20; i++) {
            neighbours = neighbours.add("item-" + i, 1 + i, T0, HALF_LIFE_MS, 3);
        }

        assertThat(neighbours.list())
                .extracting(ItemNeighbour::itemId)
                .containsExactly("item-19", "item-18", "item-17");
        assertThat(neighbours.top(1).list()).extracting(ItemNeighbour::itemId).containsExactly("item-19");
    }

    private static List<Neighbours.Change> changes(Random random, int n) {
        List<Neighbours.Change> changes = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            changes.add(new Neighbours.Change(
                    "item-" + random.nextInt(15), random.nextDouble() - 0.3, T0 + random.nextInt(5_000_000)));
        }
        return changes;
    }

    private static void assertSame(Neighbours actual, Neighbours expected) {
        assertThat(actual.asOfMs()).isEqualTo(expected.asOfMs());
        assertThat(actual.list()).hasSameSizeAs(expected.list());
        for (int i = 0; i < expected.list().size(); i++) {
            assertThat(actual.list().get(i).itemId())
                    .isEqualTo(expected.list().get(i).itemId());
            assertThat(actual.list().get(i).weight())
                    .isCloseTo(expected.list().get(i).weight(), within(1e-9));
        }
    }
}
