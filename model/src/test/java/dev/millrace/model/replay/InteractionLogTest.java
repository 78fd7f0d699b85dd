package dev.millrace.model.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InteractionLogTest {

    @Test
    void shouldSortByTimeAndKeepTheOrderOfEqualTimes() {
        var random = new Random(7);
        record Row(String user, long time) {}
        List<Row> rows = new ArrayList<>();
        var builder = InteractionLog.builder();
        for (int i = 0; i < 10_000; i++) {
            var row = new Row("u" + i, random.nextInt(500));
            rows.add(row);
            builder.add(row.user(), "i" + i % 7, "click", 1, row.time(), i % 3 == 0);
        }
        InteractionLog log = builder.build();

        rows.sort(Comparator.comparingLong(Row::time));
        for (int i = 0; i < log.size(); i++) {
            assertThat(log.userId(log.user(i))).isEqualTo(rows.get(i).user());
            assertThat(log.timestampMs(i)).isEqualTo(rows.get(i).time());
            int added = Integer.parseInt(rows.get(i).user().substring(1));
            assertThat(log.seenByChampion(i)).isEqualTo(added % 3 == 0);
            assertThat(log.itemId(log.item(i))).isEqualTo("i" + added % 7);
        }
    }

    @Test
    void shouldNeverCutThroughOneMoment() {
        var random = new Random(11);
        var builder = InteractionLog.builder();
        for (int i = 0; i < 1_000; i++) {
            builder.add("u", "i", "click", 1, random.nextInt(40));
        }
        InteractionLog log = builder.build();

        for (double fraction = 0; fraction <= 1; fraction += 0.01) {
            int cut = log.cut(fraction);
            assertThat(cut == 0 || cut == log.size() || log.timestampMs(cut - 1) < log.timestampMs(cut))
                    .isTrue();
            assertThat((double) cut / log.size()).isBetween(fraction - 0.05, fraction + 0.05);
        }
        assertThatThrownBy(() -> log.cut(1.5)).hasMessageContaining("1.5");
    }

    @Test
    void shouldFindTheFirstEventOfATime() {
        InteractionLog log = InteractionLog.builder()
                .add("a", "x", "click", 1, 10)
                .add("a", "y", "click", 1, 20)
                .add("b", "x", "click", 1, 20)
                .build();

        assertThat(log.firstAt(5)).isZero();
        assertThat(log.firstAt(20)).isEqualTo(1);
        assertThat(log.firstAt(21)).isEqualTo(3);
    }

    @Test
    void shouldListEachUsersEventsInOrder() {
        var random = new Random(3);
        var builder = InteractionLog.builder();
        for (int i = 0; i < 500; i++) {
            builder.add("u" + random.nextInt(20), "i", "click", 1, random.nextInt(100));
        }
        InteractionLog log = builder.build();
        UserTimelines timelines = UserTimelines.of(log);

        for (int user = 0; user < log.userCount(); user++) {
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < log.size(); i++) {
                if (log.user(i) == user) {
                    assertThat(timelines.countBefore(user, i)).isEqualTo(expected.size());
                    expected.add(i);
                }
            }
            assertThat(timelines.count(user)).isEqualTo(expected.size());
            for (int position = 0; position < expected.size(); position++) {
                assertThat(timelines.event(user, position)).isEqualTo(expected.get(position));
            }
        }
    }
}
