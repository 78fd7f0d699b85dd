package dev.millrace.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.input.EventIds.RepeatedRows;
import dev.millrace.model.replay.InteractionLog;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventIdsTest {

    @Test
    void shouldGiveRepeatedRowsOneIdWhenTheyAreDropped() {
        List<String> ids = ids(log(0), RepeatedRows.DROP);

        assertThat(ids).hasSize(6).allMatch(id -> id.matches("[0-9a-f]{24}"));
        assertThat(ids.get(2)).isEqualTo(ids.get(1));
        assertThat(ids.stream().distinct()).hasSize(5);
    }

    @Test
    void shouldTellRepeatedRowsApartWhenTheyAreKept() {
        List<String> kept = ids(log(0), RepeatedRows.KEEP);

        assertThat(kept).doesNotHaveDuplicates();
        assertThat(kept).containsAll(ids(log(0), RepeatedRows.DROP));
    }

    @Test
    void shouldDependOnContentAlone() {
        // One more user in front shifts every interned number, which must not show.
        assertThat(ids(log(1), RepeatedRows.KEEP)).containsAll(ids(log(0), RepeatedRows.KEEP));
    }

    private static List<String> ids(InteractionLog log, RepeatedRows repeats) {
        EventIds ids = new EventIds(log, repeats);
        return IntStream.range(0, log.size()).mapToObj(ids::next).toList();
    }

    private static InteractionLog log(int others) {
        InteractionLog.Builder log = InteractionLog.builder();
        for (int i = 0; i < others; i++) {
            log.add("other" + i, "other" + i, "view", 1, 0);
        }
        return log.add("a", "x", "click", 1, 1)
                .add("a", "x", "click", 1, 2)
                .add("a", "x", "click", 1, 2)
                .add("a", "x", "click", 2, 2)
                .add("a", "x", "view", 1, 2)
                .add("ax", "", "click", 1, 2)
                .build();
    }
}
