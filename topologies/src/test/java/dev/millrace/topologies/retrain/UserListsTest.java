package dev.millrace.topologies.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserListsTest {

    @Test
    void shouldGiveTheNewestListThatDoesNotIncludeTheEvent() {
        UserLists lists = UserLists.EMPTY.withList(list("m1", 10)).withList(list("m1", 20));

        assertThat(lists.listBefore(21)).isEqualTo(list("m1", 20));
        assertThat(lists.listBefore(20)).isEqualTo(list("m1", 10));
        assertThat(lists.listBefore(10)).isNull();
    }

    @Test
    void shouldReplaceAListOverTheSameEvents() {
        UserLists lists = UserLists.EMPTY
                .withList(list("m1", 10))
                .withList(list("m1", 20))
                .withList(list("m2", 20));

        assertThat(lists.listBefore(21)).isEqualTo(list("m2", 20));
        assertThat(lists.listBefore(20)).isEqualTo(list("m1", 10));
    }

    @Test
    void shouldRememberWhatWasConsumed() {
        UserLists lists = UserLists.EMPTY;
        for (int i = 0; i < 1_000; i++) {
            lists = lists.withConsumed("item-" + i * 7 % 1_000).withConsumed("item-" + i * 7 % 1_000);
        }
        assertThat(lists.consumed()).hasSize(1_000).isSorted();
        for (int i = 0; i < 1_000; i++) {
            assertThat(lists.hasConsumed("item-" + i)).isTrue();
            assertThat(lists.hasConsumed("other-" + i)).isFalse();
        }
    }

    @Test
    void shouldSurviveItsCodec() {
        UserLists full = UserLists.EMPTY
                .withList(list("m1", 10))
                .withList(list("m2", 20))
                .withConsumed("ä")
                .withConsumed("b")
                .withImpressed(new Impressed("m2", 99, List.of("x", "y")));
        for (UserLists lists : List.of(UserLists.EMPTY, full)) {
            UserLists back = UserListsCodec.decode(UserListsCodec.encode(lists));
            assertThat(back).usingRecursiveComparison().isEqualTo(lists);
        }
    }

    @Test
    void shouldKnowTheRankOfEachItemThatIsJudged() {
        List<String> items = IntStream.range(0, 30)
                .mapToObj(i -> (i % 2 == 0 ? "item-" : "café-") + i)
                .toList();
        ServedList list = ServedList.of("m1", 10, items);

        for (int i = 0; i < items.size(); i++) {
            assertThat(list.rank(items.get(i))).isEqualTo(i < ServedList.DEPTH ? i : -1);
        }
        assertThat(list.rank("item")).isEqualTo(-1);
    }

    static ServedList list(String version, long asOfOffset) {
        return ServedList.of(version, asOfOffset, List.of("a", "b", version));
    }
}
