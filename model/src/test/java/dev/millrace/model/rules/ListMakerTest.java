package dev.millrace.model.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListMakerTest {

    final FakeShelf shelf = new FakeShelf();

    @Test
    void shouldKeepTheOrderOfTheCandidatesWhenNoRuleApplies() {
        assertThat(ids(make("", 3, personal("c", "a", "b", "d")))).containsExactly("c", "a", "b");
    }

    @Test
    void shouldPinAnItemAtItsPosition() {
        MadeList list =
                make("include: [{item: b, position: 1}, {item: new, position: 3}]", 4, personal("a", "b", "c", "d"));

        assertThat(ids(list)).containsExactly("b", "a", "new", "c");
        assertThat(list.items().get(0).source()).isEqualTo("included");
        assertThat(list.items().get(0).score()).isEqualTo(3f);
    }

    @Test
    void shouldGiveTheNextFreePositionToTheSecondOfTwoPins() {
        assertThat(ids(make("include: [{item: x, position: 1}, {item: y, position: 1}]", 4, personal("a", "b"))))
                .containsExactly("x", "y", "a", "b");
    }

    @Test
    void shouldCloseAShortListWithItsPins() {
        assertThat(ids(make("include: [{item: x, position: 9}]", 10, personal("a", "b"))))
                .containsExactly("a", "b", "x");
    }

    @Test
    void shouldPinOnlyForUsersWithTheInterest() {
        shelf.item("rake", "garden").item("novel", "books");
        String rules = "include: [{item: x, position: 1, interests: [garden]}]";

        assertThat(ids(make(rules, 3, personal("rake")))).containsExactly("x", "rake");
        assertThat(ids(make(rules, 3, personal("novel")))).containsExactly("novel");
    }

    @Test
    void shouldPinOnlyInListsOfTheLevel() {
        shelf.trends("hit");
        String rules = "include: [{item: x, position: 1, levels: [trending, newest]}]";

        assertThat(ids(make(rules, 2, List.of()))).containsExactly("x", "hit");
        assertThat(ids(make(rules, 2, personal("a", "b")))).containsExactly("a", "b");
    }

    @Test
    void shouldNeverShowExcludedOrUnavailableItemsNotEvenPinned() {
        shelf.item("b", "adult").trends("a", "b", "c", "d").unavailable.add("c");
        String rules =
                "{exclude: {items: [a], categories: [adult]}, include: [{item: a, position: 1}, {item: c, position: 2}]}";

        assertThat(ids(make(rules, 5, personal("a", "b", "c", "e")))).containsExactly("e", "d");
    }

    @Test
    void shouldShowOnlyTheCatalogueWhenAsked() {
        shelf.uncatalogued.add("a");

        assertThat(ids(make("catalogOnly: true", 5, personal("a", "b")))).containsExactly("b");
        assertThat(ids(make("catalogOnly: false", 5, personal("a", "b")))).containsExactly("a", "b");
    }

    @Test
    void shouldShowOnlyTheCatalogueWhereThereIsOne() {
        shelf.uncatalogued.add("a");

        assertThat(ids(make("", 5, personal("a", "b")))).containsExactly("b");
        shelf.catalog = false;
        assertThat(ids(make("", 5, personal("a", "b")))).containsExactly("a", "b");
        assertThat(ids(make("catalogOnly: true", 5, personal("a", "b")))).containsExactly("b");
    }

    @Test
    void shouldRaiseBoostedScoresOfEitherSign() {
        List<ListedItem> candidates = List.of(
                new ListedItem("a", 2f, "personal"),
                new ListedItem("b", 1.5f, "personal"),
                new ListedItem("c", -1f, "personal"),
                new ListedItem("d", -1.5f, "personal"));

        assertThat(ids(make("boost: [{items: [b, d], factor: 2}]", 4, candidates)))
                .containsExactly("b", "a", "d", "c");
    }

    @Test
    void shouldCapACategoryInTheFirstPositionsOnly() {
        shelf.item("a", "books")
                .item("b", "books")
                .item("c", "books")
                .item("d", "toys")
                .item("e", "toys");

        assertThat(ids(make("caps: [{category: books, atMost: 1, first: 3}]", 5, personal("a", "b", "c", "d", "e"))))
                .containsExactly("a", "d", "e", "b", "c");
    }

    @Test
    void shouldCountPinsBelowAgainstTheCapAbove() {
        shelf.item("a", "books").item("p", "books").item("d", "toys");

        assertThat(ids(make(
                        "{caps: [{category: books, atMost: 1, first: 3}], include: [{item: p, position: 3}]}",
                        4,
                        personal("a", "d", "e"))))
                .containsExactly("d", "e", "p", "a");
    }

    @Test
    void shouldFillPositionsThatACapLeavesFreeFromTheLadder() {
        shelf.item("a", "books").item("b", "books").trends("hit");

        assertThat(ids(make("caps: [{category: books, atMost: 1, first: 2}]", 3, personal("a", "b"))))
                .containsExactly("a", "hit", "b");
    }

    @Test
    void shouldPreferADifferentCategoryUnderDiversity() {
        shelf.item("a", "books").item("b", "books").item("c", "toys");

        assertThat(ids(make("diversity: {lambda: 0.5}", 3, personal("a", "b", "c"))))
                .containsExactly("a", "c", "b");
        assertThat(ids(make("diversity: {lambda: 1}", 3, personal("a", "b", "c"))))
                .containsExactly("a", "b", "c");
    }

    @Test
    void shouldTakeCoVisitationForSimilarity() {
        shelf.coVisits.put("a", java.util.Map.of("b", 4.0, "c", 1.0));

        assertThat(ids(make("diversity: {lambda: 0.4}", 3, personal("a", "b", "c"))))
                .containsExactly("a", "c", "b");
    }

    @Test
    void shouldTopUpFromRungToRungWithoutWhatTheUserConsumed() {
        shelf.item("a", "garden")
                .item("t2", "garden")
                .trends("t1", "t2", "bought")
                .arrives("t1", "n1");
        MadeList list = new ListMaker(Rules.NONE, shelf).make(personal("a"), Set.of("bought"), 0, 10);

        assertThat(ids(list)).containsExactly("a", "t2", "t1", "n1");
        assertThat(list.items())
                .extracting(ListedItem::source)
                .containsExactly("personal", "segment", "trending", "new");
        assertThat(list.items()).extracting(ListedItem::score).isSortedAccordingTo((x, y) -> Float.compare(y, x));
    }

    @Test
    void shouldNameTheBestRungThatTheListHasItemsOf() {
        shelf.trends("t").arrives("n");
        var coVisited = List.of(new ListedItem("s", 1f, "co-visited"));

        assertThat(make("", 3, personal("a")).level()).isEqualTo(Rung.PERSONAL);
        assertThat(make("", 3, coVisited).level()).isEqualTo(Rung.RECENT_SESSION);
        assertThat(make("", 3, List.of()).level()).isEqualTo(Rung.TRENDING);
        shelf.trending.clear();
        assertThat(make("", 3, List.of()).level()).isEqualTo(Rung.NEWEST);
        shelf.item("s", "garden").item("g", "garden").trends("g").unavailable.add("gone");
        assertThat(make("include: [{item: n, position: 1}]", 1, personal("a")).level())
                .isEqualTo(Rung.NEWEST);
    }

    @Test
    void shouldNameTheSegmentWhenOnlyItIsLeft() {
        shelf.item("s", "garden").item("g", "garden").trends("h", "g");
        String rules = "{include: [{item: s, position: 1}]}";

        MadeList list = new ListMaker(RulesFile.parse("rules.yaml", rules), shelf)
                .make(List.of(new ListedItem("s", 1f, "co-visited")), Set.of(), 0, 2);

        assertThat(ids(list)).containsExactly("s", "g");
        assertThat(list.level()).isEqualTo(Rung.SEGMENT);
    }

    @Test
    void shouldFindTheOneShowableItemHoweverDeepItIs() {
        IntStream.range(0, 1_000).mapToObj(i -> "t" + i).forEach(shelf.trending::add);
        IntStream.range(0, 999).mapToObj(i -> "t" + i).forEach(shelf.unavailable::add);

        assertThat(ids(make("", 20, List.of()))).containsExactly("t999");
    }

    @Test
    void shouldGiveAnEmptyListOnlyWhenThereIsNothing() {
        assertThat(make("", 20, List.of()).items()).isEmpty();
    }

    static List<ListedItem> personal(String... ids) {
        List<ListedItem> candidates = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            candidates.add(new ListedItem(ids[i], ids.length - i, "personal"));
        }
        return candidates;
    }

    static List<String> ids(MadeList list) {
        return list.items().stream().map(ListedItem::itemId).toList();
    }

    private MadeList make(String rules, int length, List<ListedItem> candidates) {
        return new ListMaker(RulesFile.parse("rules.yaml", rules), shelf).make(candidates, Set.of(), 0, length);
    }
}
