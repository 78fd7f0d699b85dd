package dev.millrace.model.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.recommend.ScoredItem;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** New users, new items and dislikes, where the truth is known. */
class ColdStartTest {

    static final RecommenderSettings EVERYTHING = RecommenderSettings.defaults();

    /** Lists of ten from the factors alone: no other source can bring the new item in. */
    static final RecommenderSettings FACTORS = new RecommenderSettings(10, 10, 0, 0, 0, 10, 0);

    /** Only what is newest. */
    static final RecommenderSettings ARRIVALS = new RecommenderSettings(10, 0, 0, 0, 1, 0, 0);

    static final int GROUP = 2;
    static final int TOUCHES = 10;

    final KnownTaste world = new KnownTaste();

    @Test
    void shouldBringANewItemWithTenInteractionsToTheRightUsers() {
        touchNewItem();
        KnownTaste.Lists lists = world.lists(FACTORS, true);

        assertThat(shareWithNewItem(lists, user -> user % KnownTaste.GROUPS == GROUP && !touched(user)))
                .as("of the users of its kind")
                .isGreaterThan(0.9);
        assertThat(shareWithNewItem(lists, user -> user % KnownTaste.GROUPS != GROUP))
                .as("of all other users")
                .isLessThan(0.05);
        assertThat(shareWithNewItem(lists, ColdStartTest::touched))
                .as("of those who have it")
                .isZero();
    }

    @Test
    void shouldNotListANewItemFromFactorsThatDoNotFoldItIn() {
        touchNewItem();
        assertThat(shareWithNewItem(world.lists(FACTORS, false), user -> true)).isZero();
    }

    @Test
    void shouldExplainANewItemByWhatItsUsersTook() {
        touchNewItem();
        ScoredItem listed = world.lists(FACTORS, true).of("u" + (KnownTaste.USERS - KnownTaste.GROUPS + GROUP)).stream()
                .filter(item -> item.itemId().equals("fresh"))
                .findFirst()
                .orElseThrow();
        assertThat(listed.reasons()).isNotEmpty();
        assertThat(KnownTaste.group(listed.reasons().get(0).itemId())).isEqualTo(GROUP);
    }

    @Test
    void shouldOfferItemsThatNobodyTouchedByTheirCategories() {
        for (int group = 0; group < KnownTaste.GROUPS; group++) {
            world.catalogue("new" + group, group, 2_000_000_000_000L + group);
        }
        KnownTaste.Lists lists = world.lists(ARRIVALS, true);
        for (int user = 0; user < 40; user++) {
            assertThat(lists.items("u" + user))
                    .as("of user %d", user)
                    .containsExactly("new" + user % KnownTaste.GROUPS);
        }
    }

    @Test
    void shouldLearnWhatABrandNewUserLikesFromItemsThatAreNewToo() {
        world.catalogue("novelty", GROUP, 2_000_000_000_000L);
        world.then("stranger", "click", "novelty");
        assertThat(ofGroup(GROUP, world.lists(FACTORS, true).items("stranger"))).isGreaterThan(7);
    }

    @Test
    void shouldChangeABrandNewUsersListAfterOneEventAndMakeItPersonalAfterThree() {
        world.then("stranger", "view", "unknown thing");
        List<String> before = world.lists(EVERYTHING, true).items("stranger");

        world.then("stranger", "purchase", "i" + GROUP);
        List<String> afterOne = world.lists(EVERYTHING, true).items("stranger");
        world.then("stranger", "purchase", "i" + (GROUP + KnownTaste.GROUPS));
        world.then("stranger", "purchase", "i" + (GROUP + 2 * KnownTaste.GROUPS));
        List<String> afterThree = world.lists(EVERYTHING, true).items("stranger");

        assertThat(afterOne.subList(0, 10)).isNotEqualTo(before.subList(0, 10));
        assertThat(ofGroup(GROUP, before.subList(0, 10))).isLessThan(6);
        assertThat(ofGroup(GROUP, afterThree.subList(0, 10))).isEqualTo(10);
    }

    @Test
    void shouldSinkWhatIsLikeADislikedItem() {
        for (int item = 0; item < 3; item++) {
            world.then("undecided", "click", "i" + (1 + item * KnownTaste.GROUPS));
            world.then("undecided", "click", "i" + (GROUP + item * KnownTaste.GROUPS));
        }
        List<String> before = world.lists(FACTORS, true).items("undecided");
        String disliked = before.stream()
                .filter(item -> KnownTaste.group(item) == GROUP)
                .findFirst()
                .orElseThrow();

        world.then("undecided", "dislike", disliked);
        List<String> after = world.lists(FACTORS, true).items("undecided");

        assertThat(ofGroup(GROUP, before)).isGreaterThan(2);
        assertThat(after).doesNotContain(disliked);
        assertThat(ofGroup(GROUP, after)).isLessThan(ofGroup(GROUP, before));
        assertThat(ofGroup(1, after)).isGreaterThan(ofGroup(1, before));
    }

    private void touchNewItem() {
        world.catalogue("fresh");
        for (int i = 0; i < TOUCHES; i++) {
            world.then("u" + (GROUP + i * KnownTaste.GROUPS), "purchase", "fresh");
        }
    }

    private static boolean touched(int user) {
        return user % KnownTaste.GROUPS == GROUP && user / KnownTaste.GROUPS < TOUCHES;
    }

    private static double shareWithNewItem(KnownTaste.Lists lists, IntPredicate users) {
        return IntStream.range(0, KnownTaste.USERS)
                .filter(users)
                .mapToDouble(user -> lists.items("u" + user).contains("fresh") ? 1 : 0)
                .average()
                .orElseThrow();
    }

    private static long ofGroup(int group, List<String> items) {
        return items.stream()
                .filter(item -> item.startsWith("i") && KnownTaste.group(item) == group)
                .count();
    }
}
