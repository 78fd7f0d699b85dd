package dev.millrace.topologies.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.preferences.ConsumedItems;
import dev.millrace.schemas.AvroSink;
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
        assertThat(lists.consumed().size()).isEqualTo(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(lists.consumed().contains("item-" + i)).isTrue();
            assertThat(lists.consumed().contains("other-" + i)).isFalse();
        }
    }

    @Test
    void shouldStaySmallHoweverMuchAUserConsumes() {
        UserLists lists = UserLists.EMPTY;
        for (int i = 0; i < 20_000; i++) {
            lists = lists.withConsumed("item-" + i);
            assertThat(lists.consumed().contains("item-" + i)).isTrue();
        }

        byte[] bytes = UserListsCodec.encode(lists);

        assertThat(bytes).hasSizeLessThan(20_000);
        assertThat(UserListsCodec.decode(bytes)).isEqualTo(lists);
    }

    @Test
    void shouldCutWhatAnEarlierReleaseLetGrow() {
        int[] hashes = IntStream.range(0, 260_000).map(i -> i * 3).toArray();
        var out = new AvroSink(1 << 20);
        out.writeRaw(new byte[] {2, 0, 0, 0});
        out.writeLong(hashes.length);
        IntStream.of(hashes).forEach(out::writeFixed);

        UserLists lists = UserListsCodec.decode(out.toBytes());

        assertThat(lists.consumed().size()).isEqualTo(ConsumedItems.CAPACITY);
        assertThat(lists.consumed().containsHash(0)).isTrue();
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
