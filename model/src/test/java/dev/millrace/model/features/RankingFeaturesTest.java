package dev.millrace.model.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.History;
import dev.millrace.model.preferences.PastItems;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RankingFeaturesTest {

    private static final long DAY = 86_400_000;
    private static final long NOW = 1_700_000_000_000L;
    private static final Offset<Float> NEAR = within(1e-5f);

    private final FeatureDefinitions definitions = FeatureDefinitions.standard();
    private final ItemTable items = new ItemTable(definitions);
    private PastItems past = PastItems.NONE;

    @Test
    void shouldSayHowTheUserTookTheItemBefore() {
        // tea in two of three baskets, ten days apart; the last one ten days ago: due.
        History history = History.of(
                List.of(event("tea", 20), event("tea", 20), event("cup", 20), event("tea", 10), event("pot", 5)));

        assertThat(of(history, "tea", "user-item-count")).isEqualTo((float) Math.log1p(3), NEAR);
        assertThat(of(history, "tea", "user-item-recency")).isEqualTo(1 / 11f, NEAR);
        assertThat(of(history, "tea", "user-item-share")).isEqualTo(2 / 4f, NEAR);
        assertThat(of(history, "tea", "user-item-recent-share")).isEqualTo(2 / 3f, NEAR);
        assertThat(of(history, "tea", "user-item-newness")).isEqualTo(1 / 2f, NEAR);
        assertThat(of(history, "tea", "user-item-due")).isEqualTo(1f, NEAR);
        assertThat(of(history, "pot", "user-item-newness")).isEqualTo(1f, NEAR);
        assertThat(of(history, "pot", "user-item-due")).isZero();
        assertThat(of(history, "jug", "user-item-share")).isZero();
    }

    @Test
    void shouldRememberWhatWasTakenBeforeTheHistory() {
        // tea forty and thirty days ago, the older basket no longer in the history; pot only before it.
        past = PastItems.NONE
                .add(event("pot", 50))
                .add(event("pot", 40))
                .add(event("tea", 40))
                .add(event("tea", 30));
        History history = History.of(List.of(event("tea", 30), event("cup", 30), event("tea", 20)));

        assertThat(of(history, "tea", "user-item-count")).isEqualTo((float) Math.log1p(4), NEAR);
        assertThat(of(history, "tea", "user-item-since")).isEqualTo((float) Math.log1p(20), NEAR);
        assertThat(of(history, "tea", "user-item-due")).isEqualTo(0.5f, NEAR); // 20 days passed, 10 are usual
        assertThat(of(history, "tea", "user-item-share")).isEqualTo(3 / 5f, NEAR);
        assertThat(of(history, "pot", "user-item-taken")).isEqualTo(1);
        assertThat(of(history, "pot", "user-item-count")).isEqualTo((float) Math.log1p(2), NEAR);
        assertThat(of(history, "pot", "user-item-recency")).isEqualTo(1 / 41f, NEAR);
        assertThat(of(history, "pot", "user-item-since")).isEqualTo((float) Math.log1p(40), NEAR);
        assertThat(of(history, "pot", "user-item-share")).isEqualTo(2 / 5f, NEAR);
        assertThat(of(history, "pot", "user-item-newness")).isZero();
        assertThat(of(history, "pot", "user-item-recent-share")).isZero();
        assertThat(of(history, "jug", "user-item-since")).isZero();
        assertThat(context(history).pastItems()).containsExactly(entry("pot"));
        assertThat(context(history).takenItems()).containsExactly(entry("tea"), entry("cup"));
    }

    /** Nothing changes for a user when a history is cut into what is remembered whole and what in part. */
    @Test
    void shouldSayOfAPastItemWhatAHistoryOfAnyLengthWouldSay() {
        var random = new Random(4);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            events.add(event("i" + random.nextInt(12), 100 - i / 3));
        }
        History whole = History.of(events);
        for (int cut = 0; cut < 60; cut++) {
            PastItems before = PastItems.NONE;
            for (int i = 0; i < cut; i++) {
                before = before.add(whole.get(i));
            }
            History rest = History.of(whole.events().subList(cut, 60));
            for (int item = 0; item < 12; item++) {
                for (String column : List.of(
                        "user-item-count",
                        "user-item-recency",
                        "user-item-share",
                        "user-item-due",
                        "user-item-since",
                        "user-item-taken")) {
                    past = before;
                    float parted = of(rest, "i" + item, column);
                    past = PastItems.NONE;
                    assertThat(parted).as("%s at %d", column, cut).isEqualTo(of(whole, "i" + item, column));
                }
            }
        }
    }

    @Test
    void shouldSayHowOftenOthersRepeatTheItem() {
        ItemSignals signals = ItemSignals.none(definitions);
        for (int i = 0; i < 15; i++) {
            signals = signals.touched(1, NOW, i % 3 == 0 ? 1 : 0, definitions);
        }
        items.updateSignals("tea", signals);
        History history = History.of(List.of(event("tea", 3)));

        assertThat(of(history, "tea", "user-item-again")).isEqualTo(5.5f / 20, NEAR);
        items.updateSignals("jug", signals);
        assertThat(of(history, "jug", "user-item-again")).isZero();
    }

    @Test
    void shouldSetRepeatsAgainstTheUsersHabit() {
        // Two moments; tea in both, so one of four takings was a repeat.
        History history = History.of(List.of(event("tea", 20), event("cup", 20), event("tea", 10), event("pot", 10)));

        assertThat(of(history, "tea", "user-item-taken")).isEqualTo(1);
        assertThat(of(history, "tea", "user-item-repeats")).isEqualTo(1 / 5f, NEAR);
        assertThat(of(history, "tea", "user-item-steady")).isEqualTo(0.25f);
        assertThat(of(history, "jug", "user-item-taken")).isZero();
        assertThat(of(history, "jug", "user-item-repeats")).isZero();
        assertThat(of(history, "jug", "user-item-steady")).isZero();
        assertThat(of(history, "jug", "personal-share-by-moments")).isEqualTo(0.5f * (float) Math.log(3), NEAR);
    }

    @Test
    void shouldLetPopularityBend() {
        items.updateSignals("jug", ItemSignals.none(definitions).touched(4, NOW, definitions));
        History history = History.of(List.of(event("tea", 20), event("tea", 10)));
        float popularity = of(history, "jug", "item-popularity-7d");
        float[] row = row(history, "jug", List.of("item-popularity-7d", "item-popularity-squared-7d"));

        assertThat(popularity).isEqualTo((float) Math.log(5), NEAR);
        assertThat(of(history, "jug", "item-popularity-squared-7d")).isEqualTo(popularity * popularity);
        assertThat(row).containsExactly(popularity, popularity * popularity);
        assertThat(of(history, "jug", "item-popularity-by-moments-365d"))
                .isEqualTo(of(history, "jug", "item-popularity-365d") * (float) Math.log(3), NEAR);
    }

    @Test
    void shouldCompareTitlesOfOtherItems() {
        items.updateFacts("tea", ItemFacts.of("Green tea", List.of(), null));
        items.updateFacts("jug", ItemFacts.of("Green jug", List.of(), null));
        History history = History.of(List.of(event("tea", 3)));

        assertThat(of(history, "jug", "title-nearest")).isBetween(0.1f, 0.9f);
        assertThat(of(history, "tea", "title-nearest")).isZero();
        assertThat(of(History.EMPTY, "jug", "title-nearest")).isZero();
    }

    @Test
    void shouldCompareThePriceWithWhatTheUserPays() {
        items.updateFacts("tea", ItemFacts.of(null, List.of(), 4.0));
        items.updateFacts("cup", ItemFacts.of(null, List.of(), 16.0));
        items.updateFacts("pot", ItemFacts.of(null, List.of(), 2.0));
        History history = History.of(List.of(event("tea", 3), event("cup", 2), event("cup", 1)));

        assertThat(of(history, "pot", "price-distance")).isEqualTo((float) Math.log(4), NEAR);
        assertThat(of(History.EMPTY, "pot", "price-distance")).isZero();
        assertThat(of(history, "jug", "price-distance")).isZero();
    }

    /** The obvious way: for each last item, look the candidate up among its neighbours. */
    @Test
    void shouldSumUpCoVisitsAsTheirDefinitionSays() {
        var random = new Random(9);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Neighbours neighbours = Neighbours.NONE;
            for (int n = 0; n < 12; n++) {
                neighbours = neighbours.add("i" + random.nextInt(40), 1 + random.nextInt(5), NOW, 30 * DAY, 20);
            }
            items.updateNeighbours("i" + i, neighbours);
            events.add(event("i" + random.nextInt(30), 31 - i));
        }
        History history = History.of(events);
        List<ItemEntry> last = context(history).lastItems();

        for (int candidate = 0; candidate < 40; candidate++) {
            String item = "i" + candidate;
            double mean = 0;
            for (int i = 0; i < last.size(); i++) {
                Neighbours around = last.get(i).neighbours();
                double share = around.list().stream()
                                .filter(neighbour -> neighbour.itemId().equals(item))
                                .mapToDouble(ItemNeighbour::weight)
                                .sum()
                        / (around.total() + 1);
                mean += i < 3 ? share / 3 : 0;
            }
            assertThat(of(history, item, "co-visited-last-3")).isEqualTo((float) mean, NEAR);
            assertThat(of(history, item, "co-visited-log-last-3"))
                    .isEqualTo((float) Math.log1p(1000 * mean), within(1e-3f));
        }
    }

    @Test
    void shouldSetThePersonalScoreAgainstTheListsBest() {
        assertThat(of(History.EMPTY, "tea", "personal-score")).isEqualTo(0.3f);
        assertThat(of(History.EMPTY, "tea", "personal-share")).isEqualTo(0.5f);
        assertThat(of(History.EMPTY, "tea", "personal-rank")).isEqualTo((float) Math.log(8), NEAR);
        assertThat(of(History.EMPTY, "tea", "steady-score")).isEqualTo(0.2f);
        assertThat(of(History.EMPTY, "tea", "steady-share")).isEqualTo(0.25f);
    }

    /** The obvious way: value by value. */
    @Test
    void shouldFillEveryColumnOfAllItemsAsItsDefinitionSays() {
        var random = new Random(12);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            items.updateFacts(
                    "i" + i,
                    ItemFacts.of("word" + i % 7 + " of " + i % 5, List.of("c" + i % 4), i % 3 == 0 ? null : 1.0 + i));
            items.updateSignals(
                    "i" + i, ItemSignals.none(definitions).touched(random.nextInt(9), NOW - i * DAY, definitions));
            events.add(event("i" + random.nextInt(20), 51 - i));
        }
        UserContext user = context(History.of(events));
        var input = new RankingInput();
        input.begin(0.7f, 0.9f);
        float[] personal = new float[50];
        float[] steady = new float[50];
        for (int i = 0; i < 50; i++) {
            personal[i] = 0.7f * random.nextFloat();
            steady[i] = 0.9f * random.nextFloat();
            input.add(entry("i" + i), personal[i], i, steady[i]);
        }
        int width = definitions.columns().size();
        float[] rows = new float[50 * width];
        new RankingFeatures(definitions).fill(user, input, rows);

        for (int i = 0; i < 50; i++) {
            ItemEntry item = entry("i" + i);
            boolean taken = user.own().find(item) != null;
            float[] own = new float[ItemMoment.width(definitions)];
            item.at(ItemMoment.beginning(NOW, definitions), definitions).copy(own, 0);
            for (int c = 0; c < width; c++) {
                Column column = definitions.columns().get(c);
                int popularity = ItemMoment.POPULARITY + column.position();
                float expected =
                        switch (column.kind()) {
                            case PERSONAL_SCORE -> personal[i];
                            case PERSONAL_SHARE -> personal[i] / 0.7f;
                            case PERSONAL_SHARE_BY_MOMENTS -> personal[i] / 0.7f * user.experience();
                            case PERSONAL_RANK -> UserContext.compress(i);
                            case STEADY_SCORE -> steady[i];
                            case STEADY_SHARE -> steady[i] / 0.9f;
                            case ITEM_POPULARITY -> own[popularity];
                            case ITEM_POPULARITY_SQUARED -> own[popularity] * own[popularity];
                            case ITEM_POPULARITY_BY_MOMENTS -> own[popularity] * user.experience();
                            case ITEM_AGE -> own[ItemMoment.AGE];
                            case ITEM_RECENCY -> own[ItemMoment.RECENCY];
                            case ITEM_CLICK_THROUGH -> own[ItemMoment.CLICK_THROUGH];
                            case CATEGORY_AFFINITY -> user.categoryAffinity(item);
                            case USER_ACTIVITY -> user.activity(column.position());
                            case TITLE_NEAREST -> taken ? 0 : user.nearestTitle(item);
                            case PRICE_DISTANCE -> user.priceDistance(own[ItemMoment.LOG_PRICE]);
                            case USER_ITEM_TAKEN -> taken ? 1 : 0;
                            case USER_ITEM_AGAIN -> taken ? own[ItemMoment.AGAIN] : 0;
                            case USER_ITEM_STEADY -> taken ? steady[i] / 0.9f : 0;
                            default -> rows[i * width + c]; // of few items, and tested one by one
                        };
                assertThat(rows[i * width + c])
                        .as("%s of %s", column.name(), item.id())
                        .isEqualTo(expected);
            }
        }
    }

    private float of(History history, String item, String column) {
        return row(history, item, List.of(column))[0];
    }

    private float[] row(History history, String item, List<String> columns) {
        var input = new RankingInput();
        input.begin(0.6f, 0.8f);
        input.add(entry(item), 0.3f, 7, 0.2f);
        float[] row = new float[columns.size()];
        RankingFeatures.named(definitions, columns).fill(context(history), input, row);
        return row;
    }

    private ItemEntry entry(String item) {
        return items.entry(item);
    }

    private UserContext context(History history) {
        for (Event event : history.events()) {
            entry(event.itemId());
        }
        UserContext context = new UserContext(definitions);
        for (int i = 0; i < past.size(); i++) {
            entry(past.get(i).itemId());
        }
        context.read(history, past, EventWeights.defaults(), items, NOW);
        return context;
    }

    private static Event event(String item, int daysAgo) {
        return new Event(item, "purchase", 1, NOW - daysAgo * DAY);
    }
}
