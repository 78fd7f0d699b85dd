package dev.millrace.model.als;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.foldin.WeightedItems;
import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import dev.millrace.model.replay.InteractionLog;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RatingsTest {

    private final FoldInSettings settings = new FoldInSettings(0.1f, 0.1f, 1f, 0.8f, EventWeights.defaults());

    @Test
    void shouldReadUsersAsServingReadsTheirHistories() {
        InteractionLog log = mixedLog();
        Ratings ratings = Ratings.of(log, 0, log.size(), settings);
        History[] histories = new History[log.userCount()];
        Arrays.fill(histories, History.EMPTY);
        for (int e = 0; e < log.size(); e++) {
            Event event =
                    new Event(log.itemId(log.item(e)), log.typeName(log.type(e)), log.value(e), log.timestampMs(e));
            histories[log.user(e)] = histories[log.user(e)].add(event);
        }
        for (int u = 0; u < log.userCount(); u++) {
            WeightedItems served = WeightedItems.of(histories[u], ratings.items(), settings);
            int row = ratings.userRow(u);
            assertThat(ratings.byUser().count(row)).isEqualTo(served.size());
            for (int i = 0; i < served.size(); i++) {
                int entry = ratings.byUser().start()[row] + i;
                assertThat(ratings.byUser().column()[entry]).isEqualTo(served.item(i));
                assertThat(ratings.byUser().weight()[entry]).isEqualTo(served.weight(i));
            }
        }
    }

    @Test
    void shouldCountEveryEventInFullOnTheItemSide() {
        InteractionLog.Builder log = InteractionLog.builder();
        for (int t = 0; t < 150; t++) {
            log.add("u", "i" + t % 3, "purchase", 1, t);
        }
        Ratings ratings = Ratings.of(log.build(), 0, 150, settings);
        assertThat(ratings.byItem().weight()).containsExactly(50f, 50f, 50f);
    }

    @Test
    void shouldNotLetOneUserOutweighTheOthersByRepeating() {
        InteractionLog.Builder log = InteractionLog.builder();
        for (int t = 0; t < 2_000; t++) {
            log.add("u", "i", "purchase", 1, t);
        }
        Ratings ratings = Ratings.of(log.build(), 0, 2_000, settings);
        assertThat(ratings.byItem().weight()).containsExactly(100f);
    }

    @Test
    void shouldLeaveOutUsersAndItemsWithoutAnEventThatCounts() {
        InteractionLog log = InteractionLog.builder()
                .add("mute", "a", "purchase", 0, 1)
                .add("u", "b", "rating", 5, 2)
                .add("u", "c", "hover", 1, 3)
                .add("u", "d", "rating", 5, 9)
                .build();
        Ratings ratings = Ratings.of(log, 0, 3, settings);
        assertThat(ratings.items().ids()).containsExactly("b");
        assertThat(ratings.users()).isEqualTo(1);
        assertThat(ratings.userRow(0)).isEqualTo(-1);
        assertThat(ratings.userRow(1)).isZero();
    }

    @Test
    void shouldKeepEntriesWhenTransposedTwice() {
        SparseRows rows = Ratings.of(mixedLog(), 0, 3000, settings).byItem();
        SparseRows there = rows.transposed(40);
        assertThat(there.transposed(rows.rows()).column()).containsExactly(rows.column());
        assertThat(there.transposed(rows.rows()).weight()).containsExactly(rows.weight());
    }

    /** Distinct times per user, so that histories and log agree on the order; some users beyond the capacity. */
    private static InteractionLog mixedLog() {
        Random random = new Random(72);
        String[] types = {"purchase", "view", "rating", "return", "hover"};
        InteractionLog.Builder log = InteractionLog.builder();
        for (int t = 0; t < 3000; t++) {
            int user = Math.min(random.nextInt(30), random.nextInt(30));
            log.add(
                    "u" + user,
                    "i" + random.nextInt(25),
                    types[random.nextInt(types.length)],
                    random.nextInt(8) - 2,
                    t);
        }
        return log.build();
    }
}
